import type { Rules } from '../language/grammar.ts';

/** How people open, soften, complain, thank and leave. */
export const MANNERS: Rules = {
  greet: `
    hi
    hello
    hi there
    hey
    good morning
    hi {$agent}
    hello there
    good afternoon
    hey there
    hi team
    good evening
    hiya
    hello {$tenant} team
    morning
    hello {$agent}
    hey {$agent}
    dear {$tenant} support
    hi {$tenant}
    to whom it may concern
    greetings from {anyCity}
    dear sir or madam
    evening all
    yo
    hello again
    ahoy
    g'day
    hi, {$first} here
    hello my name is {$first}
    this is {$first} from {$city}`,
  politeLead: `
    could you please help me
    i hope you can help
    sorry to bother you
    i have a quick question
    hope you are well
    i was hoping you could help me with something
    i am not sure this is the right place to ask
    not sure if you are a person or a bot
    apologies if this is (a silly|an obvious|a daft) question
    i tried the help pages (first|already) but (no luck|got nowhere|could not find it)
    just a quick one
    sorry for writing (again|so late|twice)
    thanks in advance for looking into this
    i have been a customer (for {duration}|since {month}|for years)
    first time i am using this chat
    bear with me, i am not good with computers
    i already asked on the phone but the line dropped
    my {relative} said i should ask you
    forgive my english, i am from {anyCity}`,
  please: `
    please
    thanks
    thank you
    many thanks
    cheers
    please help
    thanks in advance
    please let me know
    ty
    much appreciated
    i would be grateful
    any help is appreciated
    kind regards, {$first}
    looking forward to your answer
    thx
    best, {$first}
    awaiting your reply
    regards, {$name}
    ta
    best wishes from {$city}, {$first}
    tia`,
  anger: `
    this is {badThing}
    i am {very} {badFeeling}
    not happy
    i have been waiting {duration}
    this is the {smallNumber}th time i (ask|write|contact you)
    nobody (answers|replies|picks up|gets back to me)
    i expected better from {$tenant}
    honestly it is {badThing}
    how hard can it be
    i pay {$price} a month for this
    what kind of service is this
    i am telling everyone i know
    next stop is a one star review
    if this is not sorted by {weekday} i am (gone|leaving|cancelling|done)
    my {relative} warned me about you
    it is {badThing} and i am {badFeeling}
    absolutely {badThing}
    i have better things to do than chase a {$noun}
    i took {duration} off work for this
    are you even listening
    sort it out
    the last agent was {badThing}
    i have wasted {duration} on this already`,
  hurry: `
    it is a bit urgent
    i need it by {weekday}
    asap please
    i need this for {myOccasion}
    we leave on {weekday}
    no rush though
    i am in a meeting until {smallNumber} so just write here
    can you do it today
    i only have {smallNumber} minutes
    i am on my lunch break
    before {weekday} if (possible|you can)
    whenever you have a minute
    my train goes in {smallNumber} minutes
    the {occasion} is on {weekday}`,
  myOccasion: `
    a {occasion}
    my {relative}'s {occasion}
    our {occasion}
    {anyName}'s {occasion}
    the {occasion} next week`,
  thanks: `
    thanks
    thank you
    great, thanks
    perfect, thank you
    thanks a lot
    ok thanks
    thank you so much
    {goodThing}, thanks
    cheers
    brilliant
    that was quick, thanks
    ok that works
    you are a star
    many thanks, {$first}
    thank you {$agent}
    {goodThing}!
    lovely, have a nice (day|evening|weekend)
    much obliged
    appreciate it
    phew, thanks
    thanks, that is all
    ok (great|super|fine), will do
    (legend|lifesaver)!
    ok i will (try|check|look|wait) then, thanks
    thanks for your (help|patience|quick reply|time)
    wow {goodThing}, did not expect that
    my {relative} will be {goodFeeling}
    thanks, i am {very} {goodFeeling}
    (ok|okay|right), i am {goodFeeling}. bye
    good bot
    fair enough, thanks (anyway|for explaining)
    ta very much
    that is a relief
    thank you and (greetings|regards) from {$city}
    all good now
    thx u2
    k thx bye
    no that is everything
    nope, all sorted`,
  thanksTail: `
    i will wait for the mail
    have a good {weekday}
    i'll try that on my {device}
    will check with my {relative}
    hope it works this time
    my {relative} says thanks too
    i'll write again if (not|it comes back|there is more|anything changes)
    then i can go back to my {food}
    have a nice evening in {anyCity} or wherever you are
    let's see what {$carrier} does
    i am off to {hobby} now
    {goodThing} service
    that took {smallNumber} minutes, {goodThing}
    you made my {weekday}
    will tell my {job} friends
    i'll be in the {place} if they ring
    i was {very} {badFeeling} before
    keep it up
    looking forward to the {$noun}
    see you at the next {occasion}
    i'll leave you a good review
    good to know
    one less thing on my list
    the {animal} thanks you as well
    i'll note it down
    fingers crossed
    greetings to {anyName} if (he|she) still works there`,
  grumble: `
    ok[, i will tell my {relative}]
    fine[, {anger}]
    hm, ok[. then no {$noun} for the {occasion}]
    not what i hoped for but ok
    well that is {badThing}
    i see. a pity
    i still think it is {badThing}
    ok then i (wait|cancel|order elsewhere|ask my bank)
    that does not help me (much|at all)
    if you say so
    whatever
    i am {badFeeling} to be honest
    then what do i pay you for
    a shame, i liked {$tenant}
    ok, no point arguing with a robot
    can i speak to a human about it
    i do not agree but thanks for checking`,
};
