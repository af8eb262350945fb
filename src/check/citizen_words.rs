//! The words by which [`crate::check::citizens`] tells citizens from officials: lists with a stroke between their items.

/// Before the name of anybody.
pub const ADDRESS: &str = "Herr |Herrn |Frau ";
/// Before the name of a family; no office is called so.
pub const FAMILY: &str = "Familie |Fam. |Eheleute |Eheleuten |Ehepaar |Ehepaars |Ehepaares |Erben |Erben nach |Erben von |Erbengemeinschaft |Erbengemeinschaft nach ";
/// Before or beside the name of whoever lives nearby, owns a plot or argues.
pub const ROLE: &str = "Anwohner |Anwohners |Anwohnerin |Nachbar |Nachbars |Nachbarn |Nachbarin |Anlieger |Anliegers |Anliegerin |Bürger |Bürgers |Bürgerin |Einwender |Einwenders |Einwenderin |Einwender:|Einwenderin:|igentümer |igentümers |igentümerin |igentümern |igentümer:|igentümerin:|Besitzer |Besitzerin |Bewohner |Bewohnerin |Pächter |Pächterin |Mieter |Mieterin ";
/// Before the name of whoever argued something or owns a plot.
pub const DEED: &str = "Anregung von |Anregungen von |Einwand von |Einwands von |Einwände von |Einwendung von |Einwendungen von |Bedenken von |Wunsch von |Widerspruch von |Hinweis von |Stellungnahme von |Stellungnahmen von |Schreiben von |Brief von |E-Mail von |Grundstück von |Grundstücke von |Grundstücks von |Flurstück von ";
/// Before a name that stands as in a list.
pub const LISTED: &str = "Stellungnahme |Einwendung |Einwand |Schreiben |Brief ";
/// Before a private telephone number.
pub const PRIVATE: &str = "privat |privat: |Privat: |(privat) ";
/// Parts of words of a sentence on a family that went to court, in small letters.
pub const COURT: &str = "klage |klagt|normenkontroll";
/// Beginnings of words before „Familie“ in a title that make it the one that a plot belongs to, in small letters.
pub const PLOTS: &str = "grundstück|flurstück|anwesen|eigentum";
/// Parts of words of a sentence on whoever is to be asked, plans, builds or speaks for others, in small letters.
pub const CONTACTS: &str = "ansprechpartner|auskunft|auskünfte|sprechzeit|öffnungszeit|zimmer|sachbearbeit|bearbeit|kontakt|termin|anmeld|voranmeld|rückfragen|fragen an|fragen:|erreichbar|zu erreichen|e-mail|@|impressum|redaktion|herausgeber|verlag|druck|anzeigen|inhaber|geschäftsführ|vorsitz|vorstand|vertreten durch|vertreten von|sprecher|praxis|kanzlei|notar|anwalt|anwält|ortsvorsteher|meister|stadtrat|stadträt|gemeinderat|gemeinderät|ortschaftsr|beauftragt|gutacht|ingenieur|architekt|planer|planung|büro|vermess|vorhabenträger|investor|bauherr|ausgearbeitet|erarbeitet|entworfen|erstellt|verfasst|gärtner|künstler|galerie|museum|gasthaus|gasthof|pension|hotel|apotheke|laden|geschäft|filiale|firma|gmbh|e. v.|e.v.|verein|stiftung|schule|kita|gedenk|preis|ehrenbürger|bauleit|pfarr|kirch|niederlegung|annahmestelle|abgabestelle|verteil";
/// Parts of words for offices, firms, trades and streets, in small letters.
pub const OFFICES: &str = "amt|behörde|verband|verein|direktion|gmbh|stadt|gemeinde|kreis|bund|kirch|stiftung|netz|nabu|telekom|polizei|wehr|kammer|sachsen|deutsch|bahn|minister|anstalt|agentur|energie|betrieb|gesellschaft|träger|schutz|planung|verkehr|immobil|gärtner|autohaus|verwaltung|straße|strasse|str.|platz|gasse|allee|fraktion|büro|genossenschaft";
/// Ends of words for people in office and of learned trades, in small letters.
pub const OFFICIALS: &str = "meister|meisterin|meisters|rat|rätin|rats|rates|leiter|leiterin|leiters|planer|planerin|architekt|architektin|architekten|ingenieur|gutachter|beauftragter|beauftragte|dezernent|weg|pfarrer";
/// Parts of words of a sentence on somebody who argued something or owns a plot, in small letters.
pub const OF_CITIZENS: &str = "einwand|einwänd|einwend|anregung|wunsch|widerspruch|beschwer|bedenken|grundstück|flurstück|eigentüm|anwohn|nachbar|anlieger";
/// What only citizens have done, in small letters.
pub const DEEDS: &str = "anregung gegeben|anregung vorgebracht|anregungen gegeben|anregungen vorgebracht|einwand erhoben|einwand vorgebracht|einwände erhoben|einwände vorgebracht|einwendung erhoben|einwendungen erhoben|widerspruch eingelegt|bedenken geäußert|bedenken vorgebracht|einwendungen vorgebracht";
/// Behind the name of somebody in office or of a firm, in small letters.
pub const BEHIND: &str = "amt|behörde|gmbh| kg| ag|ohg|gbr|e. v.|e.v.|e. k.|verband|verein|stiftung|büro|planer|architekt|ingenieur|gutachter|fraktion|meister|dezern|zimmer|sachbearbeit|leiter";
/// Ends of words before „Familie“ that make it a firm or an office, in small letters.
pub const TRADES: &str =
    "hof|gärtnerei|betrieb|gut|bäckerei|fleischerei|kita|und|für|&|haus|zentrum|gasthof|wohnen";
/// In a sentence on people of long ago, in small letters.
pub const HISTORY: &str = "jahrhundert|ehemal|rittergut|herrenhaus|villa|fabrikant|gegründet|erbaut|errichtet|denkmal|adels|historisch";
