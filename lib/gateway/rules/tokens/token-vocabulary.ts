/** What the tokenizers of current models have in common. A test checks each claim against public tokenizers. */

/** Words that are one token with a space before them, in lower case and with a capital. */
export const wordsInAnyCase = words(`
he she her his him they their there we us our you your me my it its who what when where why how which that
this these those the an and or but if because as until while of at by for with about against between into
through during before after above below to from up down in out on off over under again further then once
here all any both each more most other some such no nor not only own same so too very can will just should
now would could might must may was were being have has had having do does did am are is be time year people
way day man woman child world life hand part place case week company system program question work government
number night point home water room mother area money story month lot right study book eye job word business
issue side kind head house service friend father power game line end member law car city community name
president team kid body information back parent face others level office door health person art war history
party result change morning research girl guy air force education foot boy age policy music market nation
plan college interest death experience effect use class control care field development role rate heart drug
show leader light voice police mind price report son view town road arm value building action season society
tax director position player record paper space ground form event official center site project activity star
table need court american oil cost industry figure street image phone data picture practice land product
doctor wall news test movie north love support technology step baby computer type film tree source
organization hair window culture brother energy period course summer plant term letter condition choice rule
south floor campaign material call hospital church fire future bank color sister author say get got make
made go know take see saw come think thought look want give given find found tell ask feel try leave left
put mean keep let begin help talk turn start play run ran move like live hold bring write stand lost pay
meet met set learn lead led watch follow stop create read allow add grow open walk win remember consider buy
wait die send expect build stay fall cut kill pass return hope develop break hit cover draw choose good new
first last long great little old big high different small large next early young public bad late hard major
better economic strong free military true federal international full special easy clear recent certain
personal red available short single medical current private past foreign fine common poor natural similar
hot dead central happy simple physical general environmental financial blue democratic dark close legal cold
final main green nice popular cultural also well even still never really always often however perhaps almost
together later ever probably yet maybe sometimes soon usually especially actually recently instead today
around along behind among within without though although since whether either neither rather everything
something nothing anything everyone someone anyone every another much many several second third one two
three four five six seven eight ten twenty half less upon per far near answer language model text following
please thank thanks sorry yes based list example describe summary article user assistant spring winter sea
river mountain island ship train station bus animal dog cat bird fish horse garden kitchen bed chair glass
coffee sugar food white black yellow brown rain snow wind storm sun moon sky earth stone wood metal gold
iron silver hat page pen map camera song dance band ball sport race machine engine tool gun radio mail
message square bridge village country east west king queen prince army peace battle blood leg sleep dream
cry sound fast slow heavy deep tall round soft dry clean rich ill sad perfect beautiful safe pretty license
using api node install used package code object function default file version string returns module options
library array changes tests option files mit error method details types note property check features order
custom format output release path import works optional argument input remove instance properties internal
names global update key security size updated setting standard required specific copyright original generate
process state environment reference configuration section access mode results enable fix feature users
ensure command running json published native sure match parameter copy bug created request accept initial
throw application runtime related parse built react except working status valid complete handle flag times
async boolean server regular convert pull making implement zero apply local config description load windows
range events tools length content core basic parameters rules best due root context top limited date commit
memory stream none operations raw invalid character false web pattern notice define client connection cache
sets style header entry definition script present share display refer store gets log document location
download index direct item extra writing ast expression skip production operation target element token
subject validate query edge id express http platform null template hook normal response services extension
collection plus address detect edit console setup comments storage count spec fail buffer database comment
register app quick schema component points es group total suite generic drop max host speed unit base link
account tag switch contract box rest sign branch info integer random bit visit flow render looking port eg
real email join contact dev mark exception reset primary verify ms pr git statement notes filter block
symbol sort partial search
`);

/** Words that are one token with a space before them, in lower case only. */
export const wordsInLowerCase = words(`
them whom whose few than shall been doing thing fact hour minute idea reason moment teacher sense wife
decision relationship difference matter couple situation piece patient worker attention chance hundred
opportunity daughter husband population economy risk behavior ability said says went gone knew known took
taken seen came looked wanted gave told asked felt tried meant kept began seem seemed talked started showed
hear heard moved lived believe held brought happen happened wrote written provide sit stood lose paid
include continue understand speak spoke spend offer appear serve sent fell reach remain suggest raise sell
require decide explain carry receive agree produce eat catch cause important able possible whole difficult
likely wrong significant serious ready various entire religious huge traditional enough already quite
quickly yesterday tomorrow away across toward towards nine thousand million least ago sentence letters steps
evening afternoon autumn boat bottle tea bread milk dinner lunch clothes dress shirt shoes pocket wheel
knife corner border soldier enemy weapon shot bone skin finger ear mouth nose tooth neck shoulder chest
stomach brain laugh smile shout whisper silence noise quiet loud wide narrow flat sharp rough smooth wet
dirty empty cheap expensive angry afraid tired sick proud brave clever stupid crazy strange famous terrible
wonderful lovely dangerous usage values functions uses contains supported methods including versions via
called multiple strings browser objects added keys errors cases defaults arguments modules issues directory
etc calls generated existing callback includes changed defined removed requests interface replace compatible
parser export previous named packages missing paths contents exports clone conditions constructor testing
enabled breaking latest correct disable limit adding repo variable binary fixed projects js allowed prevent
publish necessary bundle classes parsed merge expected logo exists nested structure algorithm override
disabled fully done relative warning resolve ways shared messages matches entries items plugin url strict
fields elements undefined parts helper nodes modified static extend perform external resolved throws
commands repository else variables escape plugins apps older plain validation unique transform absolute
alias comes stable generator ignore components hooks configure sync actions regex lines html words handler
extensions framework scripts dynamic tokens folder ui links wrap logging maps sequence unknown mapping css
permission compare tiny forms negative efficient prefix filename domain loop execute encoding flags scope
compute equal signature sources timeout exist processing identifier amount emit headers loaded bytes literal
lists extract actual reduce pair styles changing failure ai shape split vs inline closed matched controls
blocks interval charge layer ones seconds colors keeping wrapper loads compiler patch loading cached
parallel inputs push encoded groups operator sections leading attributes reverse peer listed
`);

/** By first letter: the letters that form one token with it wherever the two are neighbors in a word. */
export const letterPairs: Readonly<Record<string, string>> = {
  a: "abcdefghijklmnoprstuvwxyz",
  b: "abcdefghilmnoprstuy",
  c: "abcdefghiklmnopqrstuvxyz",
  d: "abcdefhiklmnoprstuvwxyz",
  e: "abcdefghijklmnpqrstuvwxyz",
  f: "abcdefgilmnoprstuwxy",
  g: "abcdeghilnoprstuyz",
  h: "acdefhilmnoprstuwy",
  i: "abcdefghijklmnopqrstuvwxyz",
  j: "adeijkosu",
  k: "abceghiklmnorstuvwy",
  l: "abcdegijlmnoprstuvy",
  m: "abcdefgiklmnopqrstuvxy",
  n: "abcdefghilmnoprstuvxy",
  o: "abcdefghijklmnoprstuvwxyz",
  p: "abcdefghiklmnoprstuvwxy",
  q: "alpqstu",
  r: "abcdefghilmnoprstuvwxyz",
  s: "abcdefghiklmnopqrstuvwyz",
  t: "abcdefghiklmnoprstuvwxyz",
  u: "abcdefghijklmnoprstuvwxyz",
  v: "abcdefilmoprstvy",
  w: "abcdehilmnoprstwxy",
  x: "abcdefilpstxy",
  y: "acdegklmnoprsty",
  z: "abdehikmnostuwyz",
  A: "bcdfghlmnprstvzABCDEFGHIKLMNPRSTUVWXY",
  B: "eiloruyABCDEFGILMNOPRSTUY",
  C: "hlorABCDEFGHIKLMNOPRSTUVY",
  D: "abeioruABCDEFILMNOPRSTU",
  E: "dlmnqrsvxABCDEFLMNOPQRSTVX",
  F: "eilnrABCDEFILMNOPRSTWX",
  G: "aeloruABCDEFGILMNOPRSTU",
  H: "aeiyzACDEHILOPRSTWY",
  I: "dflmnoprstABCDEFGILMNOPRSTVXZ",
  J: "eosOS",
  K: "eEKS",
  L: "aeiouACDEILMOPSTY",
  M: "aceorsuyABCDEFGILMOPRSTXY",
  N: "adeosACDEFGILMNOPRSTUVY",
  O: "bfhkmnprsBCDFGKLMNOPRST",
  P: "ehilorstyABCDEFGHIKLMNOPRSTUY",
  Q: "tuLU",
  R: "eoxABCDEFGILMOPRSTVWX",
  S: "acehiklmnoptuwyABCDEFGHIKLMNOPRSTUVWY",
  T: "ehorwxyACDEFHILMOPRSTVXY",
  U: "inpstABCDEGIKLMNPRSTVX",
  V: "ioABCDEFILMOPRST",
  W: "ehACDEFHILMNOPRSTW",
  X: "RTXY",
  Y: "NPY",
  Z: "EZ",
};

/** Letters, signs and symbols beyond ASCII that are one token by themselves. */
export const singleTokenCharacters = characters(`
¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¹º»¼½¾¿ÀÁÂÃÄÇÉÍÎÐÑÓÖ×ÚÜßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýāăąćčĐđēęěğīİıłńōőœřśşšţť
ūůűźżžơưșțəάέήίαβγδεηθικλμνοπρςστυφχωόАБВГДЕЗИКЛМНОПРСТУФЦЧЭЯабвгдежзийклмнопрстуфхцчшщъыьэюяёіאבדהו
חילמנערשת،أإابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپکگیकतनपमरलसहনরกขคงจชณดตถทนบปผพมยรลวสหอะาำเแใไạảấầẩậắặếềểệ
ỉịọỏốồổỗộớờởụủứửữự‐‑–—―‘’‚“”„†•…‰′″›※₂€™←↑→↓−─━│═█░■►●★☆♀♥♪✔⠀、。《》「」『』【】〜あいうえおかがきくけこごさしじすせそただちっつてでとどな
にのはばまみめもやよらりるれろわをんアィイウェエオカキクグコサシジスズセタダチッテデトドナニバパビピフブプペポマムメャュョラリルレロン・ー一万三上下不与专业东两个中串为主么义之也书了事二于五些交产享京
人今介从他付代以们件价任份企优会传但位体何余作你使例供保信修倍值停像元先入全公共关其具内册再写出击分列则初利别到制前力功加务动動包化北区十午华单南即历原去县参及友反发取变口只可台右号司合同名后向否含听
启告员周命和品哈商問器四回因国图土在地场址型城基報場填增声处备复外多大天失头女好如始子字存学安宋完定实审客家容密对导将小少尔就局展山州工左已市布常平年并广序库应店度建开异式引张当录形影径待後得微心必志
态思性总息您情意感成我或户所手打找技投报拉持指按换据排接推提播支收改放政效数整文料断新方族无日时明易星是時景更最月有服期木未本机权束条来板构析果查标样核格案检模次款止正此步段每比民気水求江没治法注活流
海消清游源火点無然片版物特率环现球理生用由电男画界番登的监目直相省看県真知码确示社票私种科秒称移程稍稿空立站章端笑符第等签简算管箱米类系素索约级线组经结给络统编网置美老考者而联能自至色节英藏行表装西要
見见规视角解言計記話読计认议记论设证评试话询该详语误说请读调象责败账货购费资起超路身车转软载辑输达过运近还这进连述退送选通速造連道邮部都配释里重量金钟钮链销错键长開間関门闭问间队阳陆限院除雅集雷需非面
音页项预频题额首验高黑가간값개거게결경고공과구그글기나내는능니다당대도동되된드든들디라래러력로록료류른를름리만메면명목문미버번보복부분비사산상색생서성세션소수스습시식신아야어에여열오와요용우운원위으은
을음의이인일임입자작장재적전정제져조주지진째체출치크태터턴트하한할함해호화환회！（），－．：；？～
`);

/**
 * The same for marks, which combine with the character before them. Written as numbers because they cannot be displayed
 * alone.
 */
export const singleTokenMarks: readonly number[] = [
  0x300, 0x301, 0x64e, 0x64f, 0x650, 0x651, 0x652, 0x902, 0x93e, 0x93f, 0x940, 0x941, 0x947, 0x94b, 0x94d,
  0x9be, 0x9bf, 0x9c7, 0x9cd, 0xbbf, 0xbc1, 0xbcd, 0xd4d, 0xe31, 0xe34, 0xe35, 0xe37, 0xe38, 0xe39, 0xe47,
  0xe48, 0xe49, 0xe4c, 0x17b6,
];

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function characters(text: string): readonly number[] {
  return [...text.replaceAll("\n", "")].map((character) => character.charCodeAt(0));
}
