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
/// Given names that people in Saxony have, in small letters. They tell „Anwohner Karl Muster“ from „Anwohner Dresdner
/// Heide“; whoever has another one is not found.
pub const GIVEN: &str = "
achim adam adrian albert albrecht alexander alexandra alfons alfred alina alwin amelie andrea andreas andré angela
angelika anita anja anke anna anne annegret anneliese annelies annemarie annett annette anni ansgar anton antje antonia
arend armin arndt arne arno arnold arthur astrid axel barbara bastian beate beatrice ben benjamin benno bernd
bernhard bert bertram bettina bianca birgit birgitt birte bodo brigitte britta bruno carina carl carla carmen carola
carolin carsten catrin celina charlotte christa christel christian christiane christin christina christine christof
christoph claudia claus clemens conny cora cordula cornelia corinna dagmar daniel daniela david denis dennis detlef
detlev diana diane dieter dietmar dietrich dirk dominik doreen doris dorit dorothea dörte eberhard eckard eckhard
edeltraud edgar edith eduard egon elena elfriede elisabeth elke ella ellen elli elsa elvira emil emilia emma erhard eric
erich erik erika ernst erwin esther eugen eva evelin evelyn ewald fabian falk felix ferdinand finn florian frank franz
franziska frauke fred frieda friedemann friederike friedhelm friedrich fritz gabi gabriele georg gerald gerd gerda
gerhard gerlinde gerold gert gertraud gertrud gesine gisela gitta gottfried gregor greta grit gudrun guido gunda gunnar
gunter gunther günter günther gustav hanna hannah hannelore hannes hans hansjürgen harald hardy hartmut hartwig
heidemarie heidi heike heiko heiner heinrich heinz helena helene helga hella hellmut helmut hendrik henning henriette
henry herbert hermann herta hilde hildegard hilmar holger holm horst hubert hugo ilona ilse ina ines inge ingeborg ingo
ingolf ingrid irena irene iris irina irma isabel isabell isolde jan jana janet janin janine jannik jens jessica joachim
jochen johann johanna johannes jonas jonathan jörg jörn josef josefine josephine juliane julia julian jürgen jutta kai
karin karina karl karla karola karoline karsten katharina kathleen kathrin katja katrin kay kerstin kevin klara klaus
konrad konstantin kornelia kristian kristin kristina kuno kurt lara lars laura lea leon leonie leo liane lieselotte lina
linda lisa lorenz lothar louis luca lucas lucia ludwig lukas luise lutz lydia maik maike maja manfred manja manuel
manuela marc marcel marco marcus mareike maren margarete margit margitta margot margret maria marianne marie marina mario
marion mark marko markus marlene marlies martha martin martina mathias mathilde matthias max maximilian melanie meike
meta michael michaela mike mirko miriam mona moritz monika nadine nadja nancy nicole niels nico nils nina nora norbert
olaf ole oliver oskar oswald otto pascal patricia patrick paul paula pauline peggy peter petra philipp pia rainer raik
ralf ralph ramona raphael regina regine reiner reinhard reinhold renate rené ria ricarda richard rico rita robert robin
roland rolf roman romy ronald ronny rosemarie roswitha rudi rudolf rüdiger ruth sabine sabrina samuel sandra sandro
sandy sarah saskia sebastian siegbert siegfried sieglinde sigrid silke silvia silvio simon simone sina sonja sophia
sophie stefan stefanie steffen steffi stephan stephanie susan susanne susann sven svenja sybille sylke sylvia tamara
tanja tatjana thea theo theodor theresa thomas thorsten tilo till tim timo tina tino tobias tom toni torsten traudel
traute uda udo ulf uli ulla ulrich ulrike ursel ursula uta ute uwe valentin vanessa veit vera verena veronika viktor
viktoria viola vivien volker volkmar waldemar walter waltraud waltraut wenke werner wilfried wilhelm willi willy
winfried wolfgang wolfram yvette yvonne";
