import type { Rules } from '../language/grammar.ts';

/** What people tell about themselves around a request: the long tail of real traffic. */
export const LIVES: Rules = {
  life: `
    my {relative} {relativeDid}
    i am a {job} and {workFact}
    we (moved|just moved|are moving) to {anyCity} {moveWhen}
    i was (away|travelling|in {anyCity}|in hospital|at work) {since2}
    {storyOpen} {storyEvent}
    i do {hobby} on {weekday}s so {hobbyFact}
    we had {weather} {weatherFact}
    i read about you in {readWhere}
    i have {smallNumber} (kids|cats|employees|tenants|students|grandchildren) and {busyFact}
    {$tenant} was recommended by my {relative}
    it is my {smallNumber}th order (with you|this year|since {month})
    i told my {relative} about it and (he|she|they) {reaction}
    i was just about to make {food} when {interruptFact}
    i live (on the {smallNumber}th floor|in a village near {anyCity}|above a {shop}|on a boat), so {liveFact}
    i usually (ask|call|do this with) my {relative} but (he|she) is {awayFact}
    my {relative} and i (argue|bet {food}) about this
    i only got round to it because of the {weather}
    i have {hobby} at {smallNumber} so i might answer late
    they told me at the {shop} to ask you
    my {device} is {deviceFact} so forgive the typing
    i am new here, i used to be with a shop in {anyCity}
    it is my first {occasion} without my {relative}, so things slip my mind`,
  'life.thing': `
    it was a (gift|present|surprise) for my {relative}
    i need it for {myOccasion}
    i use it {$use}
    the {animal} {animalDid}
    my {relative} bought the same one and {neighbourFact}
    it sits in the {place} (now|next to the {animal}|unopened|until i hear from you)
    the {colour} one i had before {oldOneFact}
    i wanted the {colour} one but it was sold out
    {life}
    {life}`,
  awayFact: `
    in {anyCity}
    asleep
    at {hobby}
    at a {occasion}
    no help
    a {job} and on shift
    ill
    abroad until {month}`,
  deviceFact: `
    ancient
    {colour} and cracked
    at {smallNumber} percent
    new to me
    my {relative}'s
    covered in {food}`,
  relativeDid: `
    threw away the receipt
    opened it by accident
    already tried to fix it
    has the same problem
    is {very} {badFeeling} now
    signed for it
    lost the card
    uses it every day
    works in {anyCity} and cannot pick it up
    wants to know too
    dropped it in the {place}
    says it is my fault
    has a {occasion} on {weekday}
    is a {job} and thinks it is {badThing}
    spilled {food} on the papers
    told me to try the chat
    was so looking forward to it
    changed the password and forgot
    painted it {colour}
    is allergic to {food}
    is moving out in {month}`,
  workFact: `
    cannot call during the day
    i am on shift until {smallNumber}
    need it for work
    we go through {smallNumber} of them a year
    my clients notice these things
    i start at {smallNumber} in the morning
    only have time on {weekday}s
    every day without it costs me money
    i have to hand in the receipts by {weekday}
    i work from the {place} these days`,
  moveWhen: `
    last week
    in {month}
    next {weekday}
    over the weekend
    for my {relative}'s job
    after {duration} in {anyCity}
    at the end of the month`,
  since2: `
    for {duration}
    until {weekday}
    all of {month}
    when it (came|arrived|happened)
    and only saw it now`,
  animalDid: `
    chewed the {packaging}
    sat on the keyboard, sorry for the typos
    is scared of it
    loves the {packaging} more than the {$noun}
    knocked it off the shelf, but that was after
    ran off with the manual
    ate half the label
    sleeps on it now
    barked at the courier`,
  storyOpen: `
    long story short,
    so
    basically
    funny story,
    just so you know,
    for context,
    in short:
    to be fair,
    believe it or not,
    as it happens
    you will laugh but
    between us,`,
  storyEvent: `
    i ordered it twice by mistake
    the courier left it with the {shop} (next door|on the corner|downstairs)
    my {relative} and i share one account
    i changed banks in {month}
    i got a new phone on {weekday}
    it got caught in the {weather}
    our {place} was flooded
    the lift was broken and nobody would carry it up
    i mixed up the {colour} and the {colour} one
    i clicked too fast during {hobby}
    i fell asleep over {food}
    the doorbell does not work
    i thought it was {food}
    i was looking at it with my {job} friend {anyName}
    {anyName} from work has the login
    there are two {$last}s in our building`,
  hobbyFact: `
    i really need it
    timing matters
    i notice when something is off
    that day is bad for deliveries
    i will only see your answer later
    the whole group is waiting
    half the club wants one now`,
  neighbourFact: `
    it is fine
    it took {duration} to arrive
    they paid less
    has no complaints
    hers is {colour} and perfect
    that one never broke
    theirs came from {anyCity} in {smallNumber} days
    got a new one without any fuss`,
  weatherFact: `
    all week and no courier came
    on {weekday} and the {packaging} was soaked
    in {anyCity} if that matters
    so maybe that is why
    and the {place} is damp`,
  oldOneFact: `
    lasted {smallNumber} years
    never gave me trouble
    was much better
    went to my {relative}
    died in {month}
    had a nicer {$part}`,
  readWhere: `
    the {anyCity} paper
    a forum about {hobby}
    my {relative}'s magazine
    a podcast on {hobby}
    the newsletter
    a review
    a thread by a {job}
    the waiting room of my {job}`,
  busyFact: `
    no time for this
    the {place} looks accordingly
    everyone wants one
    need {smallNumber} more
    they broke nothing so far, unlike this
    {food} on everything`,
  reaction: `
    laughed
    did not believe me
    said to ask for my money back
    wants one in {colour}
    rolled (his|her|their) eyes
    ordered elsewhere
    said {badThing}
    had the same in {month}`,
  interruptFact: `
    the mail came
    the screen went {colour}
    i saw the charge
    my {relative} called about it
    it stopped
    i noticed the date`,
  shop: `
    bakery
    barber
    chemist
    kebab place
    laundrette
    pub
    florist
    betting shop
    tattoo studio
    dental practice
    fishmonger
    bike shop
    nail bar
    cobbler
    charity shop
    vape shop`,
  liveFact: `
    the courier never finds it
    the signal is {badThing}
    carrying it back down is not an option
    parcels go to the {shop}
    i hear every van
    nothing fits through the door
    please use the {place} entrance`,
};
