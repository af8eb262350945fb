//! Private people by what they are called and where they get mail: words that tell them from offices and firms.

use std::collections::HashSet;
use std::sync::LazyLock;

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

static IS_GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| GIVEN.split_whitespace().collect());

/// Whether a word is a given name, or begins with one as „Karl-Heinz“ does.
pub fn is_given_name(word: &str) -> bool {
    let first = word.split('-').next().unwrap_or_default().to_lowercase();
    IS_GIVEN.contains(first.as_str())
}

/// Where people have their private mail.
const PROVIDERS: [&str; 19] = [
    "gmail.com",
    "googlemail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "freenet.de",
    "outlook.de",
    "outlook.com",
    "hotmail.com",
    "hotmail.de",
    "live.de",
    "yahoo.de",
    "yahoo.com",
    "icloud.com",
    "aol.com",
    "posteo.de",
    "mailbox.org",
    "arcor.de",
];
/// Parts of the names of offices and firms that have their mail there, too.
const OFFICES: [&str; 14] = [
    "gemeinde",
    "stadt",
    "rathaus",
    "bauamt",
    "bauverwaltung",
    "amt",
    "verwaltung",
    "info",
    "post",
    "plan",
    "buero",
    "büro",
    "architekt",
    "ing",
];

/// Whether an address of e-mail is that of a private person, by where it is kept and what it is called.
pub fn is_private_mail(address: &str) -> bool {
    let Some((name, provider)) = address.split_once('@') else {
        return false;
    };
    let (name, provider) = (name.to_lowercase(), provider.to_lowercase());
    PROVIDERS.contains(&provider.as_str())
        && !name.is_empty()
        && !OFFICES.iter().any(|word| name.contains(word))
}
