import "server-only";

/**
 * Well-known phrases that lists of single passwords lack: the famous example, quotations, first lines, proverbs. Joined
 * and in lower case, the best known first, as a dictionary for the estimator, which recognizes l33t and case.
 */
export const knownPhrases: readonly string[] = `
correct horse battery staple
tr0ub4dor&3
troubador
to be or not to be that is the question
to be or not to be
may the force be with you
the quick brown fox jumps over the lazy dog
the quick brown fox
i think therefore i am
open sesame
let me in please
twinkle twinkle little star
mary had a little lamb
row row row your boat
happy birthday to you
we wish you a merry christmas
jingle bells jingle bells
silent night holy night
once upon a time
happily ever after
four score and seven years ago
we the people of the united states
we hold these truths to be self evident
i have a dream
ask not what your country can do for you
one small step for man
that's one small step for man
houston we have a problem
in the beginning god created the heaven and the earth
in the beginning
our father who art in heaven
the lord is my shepherd
god save the king
god save the queen
god bless america
oh say can you see
call me ishmael
it was the best of times
it was the best of times it was the worst of times
it was a dark and stormy night
all happy families are alike
all animals are equal
big brother is watching you
do not go gentle into that good night
two roads diverged in a yellow wood
shall i compare thee to a summer's day
wherefore art thou romeo
romeo romeo wherefore art thou romeo
friends romans countrymen lend me your ears
all the world's a stage
not all those who wander are lost
one ring to rule them all
you shall not pass
my precious
speak friend and enter
winter is coming
a lannister always pays his debts
you know nothing jon snow
i am your father
luke i am your father
these are not the droids you're looking for
do or do not there is no try
live long and prosper
beam me up scotty
to boldly go where no man has gone before
space the final frontier
i'll be back
hasta la vista baby
here's looking at you kid
frankly my dear i don't give a damn
there's no place like home
i'm gonna make him an offer he can't refuse
you can't handle the truth
show me the money
houston we have a problem
life is like a box of chocolates
just keep swimming
to infinity and beyond
hakuna matata
let it go let it go
i am iron man
with great power comes great responsibility
why so serious
i am batman
winners never quit and quitters never win
a penny saved is a penny earned
an apple a day keeps the doctor away
early to bed and early to rise
actions speak louder than words
practice makes perfect
better late than never
better safe than sorry
honesty is the best policy
knowledge is power
time is money
carpe diem
veni vidi vici
lorem ipsum dolor sit amet
lorem ipsum
all you need is love
let it be
hey jude don't make it bad
imagine all the people
is this the real life is this just fantasy
we will rock you
we are the champions
stairway to heaven
never gonna give you up
hello darkness my old friend
i will always love you
every breath you take
smells like teen spirit
i want to break free
don't worry be happy
don't stop believing
another brick in the wall
highway to hell
welcome to the jungle
i love you forever
i love you so much
i love you more than anything
i love my mom and dad
i love my family
jesus loves me this i know
jesus is my savior
in god we trust
god is great
trust no one
the password is password
this is my password
this is a password
my password is
i forgot my password
enter your password here
your password here
please let me in
change me please
default password
i hate passwords
no more passwords
two factor authentication
the answer is 42
the cake is a lie
all your base are belong to us
hello world
ein feste burg ist unser gott
alle meine entchen
passwort vergessen
ich liebe dich
je t'aime
te quiero mucho
ti amo
`
  .split("\n")
  .map((line) => line.toLowerCase().replace(/[\s'’,.]+/g, ""))
  .filter((line, index, all) => line !== "" && all.indexOf(line) === index);
