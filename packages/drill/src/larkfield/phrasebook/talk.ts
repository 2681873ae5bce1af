import type { Rules } from '../language/grammar.ts';

/** Small talk, feedback, wrong numbers, escalation. */
export const TALK: Rules = {
  'talk.pair': `
    just wanted to say the {$noun} is {goodThing} => {talkThanks}
    are you a real person => i'm the {$tenant} assistant, a computer program, but there are people behind me
    do you have any jobs in {anyCity} => our open positions are on {$domain}/jobs[, some of them in {$city2}]
    what is your name => i'm {$agent}, the virtual assistant of {$tenant}
    (how are you|how is it going|all good) today => i'm doing well, thanks for asking. what can i do for you
    can you tell me a joke[ about a {$noun}|, my {relative} is {badFeeling}] => why did the {$noun} go to school? to get a better {$part}. now, how can i help
    i like the new {feature} => {talkThanks}
    the new {feature} is {badThing}, bring back the old one => thanks for the honest feedback on {$feature}, i've passed it on
    your {jargonWord} page has a typo => thank you for spotting it, i'll tell the web team
    can you recommend a {$noun} for my {relative}[, (he|she) is a {job}|, budget {$price}] => the {$item} is a favourite, many customers come back for a second one
    who owns {$tenant} => {$tenant} is owned by its founders and staff, you'll find more on {$domain}/about
    happy {occasion} to your team => that's very kind, the same to you
    what is the weather in {anyCity} => sorry, i only know about {$tenant}. is there an order or an account i can help with
    my {animal} says hello[ to {$agent}] => say hello back from us
    test[ {$last4b}| from {$city}] => your message reached me, how can i help
    hello? => hello, i'm here. how can i help
    anyone there[, i have been waiting {duration}] => yes, i'm here. what can i do for you
    wrong chat, sorry[, i meant {anyName}] => no worries at all, have a good {weekday}
    i have an idea: {idea} => thank you for the idea, i've passed it on to the {$jargon} team
    why do you not sell {food} => we stick to what we know, but i'll mention {$noun}s with taste to the team
    how do i unsubscribe from the newsletter[, it comes every {weekday}] => i've taken {$email} off the list, it may take a day until it works everywhere
    please stop (calling|texting) me[ at work| on {weekday}s| during {hobby}] => i've removed your number from our lists, sorry for the disturbance
    thank {anyName} from your team, {helpedHow} => i'll tell the team, it will make their {weekday}
    i met {anyName} from {$tenant} at the {occasion} => small world! i hope it was a good one
    do you sponsor {hobby} clubs[ in {anyCity}] => we support a few clubs a year, please write to press@{$domain}
    can i interview someone for my {relative}'s school paper[ about {hobby}] => that's a question for our press team: press@{$domain}
    i write a blog about {hobby}, do you work with people like me => we do from time to time, please send your numbers to press@{$domain}
    {goodThing} {packaging} by the way => {talkThanks}
    what is {$jargon} => {$jargon} is our members' programme: you collect points with every order
    is {$jargon} still running[, my {relative} says it ended in {month}] => yes, {$jargon} runs until {$eta} at least
    how many {$jargon} points do i have => your {$jargon} balance is {$last4b} points
    i lost my {$jargon} card in {anyCity} => i've blocked the old card, a new {$jargon} card comes by post within {$shipdays} days
    my {relative} does not believe that i am talking to a computer => it's true, though i do try to be nice
    do you speak (Spanish|Polish|French|Turkish|Welsh|Portuguese|Tagalog|Catalan) => a little, but english works best for me`,
  talkThanks: `
    that's lovely to hear, thank you
    thank you, i'll pass it on to the team
    thanks, {$first}, that makes our {weekday}
    so nice of you to say that
    glad you like it`,
  feature: `
    {$feature}
    {$feature2}`,
  jargonWord: `
    {$jargon}
    {$jargon2}`,
  idea: `
    make the {$part} {colour}
    let people {$task} by voice
    sell the {$part} separately
    a {$noun} for left handed people
    a dark mode for {$feature}
    fewer mails
    a {$noun} you can use {$use}
    put the {$model} in a smaller {packaging}
    a discount for every {job}
    a paper manual in {colour} print`,
  helpedHow: `
    (he|she|they) saved my {occasion}
    that was {very} {goodThing}
    (he|she|they) explained {$feature} to my {relative}
    best support since {month}
    i am {very} {goodFeeling} with the new {$part}`,
  'human.ask': `
    i want to talk to a human
    can i speak to a person
    give me your manager
    is there a phone number
    connect me with someone (please|who can decide|in {anyCity})
    you do not understand me, human please
    i'd rather talk to {anyName}
    agent
    real person
    i want to make a formal complaint
    my lawyer will write to you
    who is responsible for {$feature}
    operator`,
  'human.done': `
    i've handed this to a colleague, they will write to {$email} within {$shipdays} days
    i'm passing you to our {$jargon} team now, your place in the queue is {$last4b}
    a colleague will call you during {$hours}
    i've raised it as {$ticket} with everything you told me, so you needn't repeat it
    you reach us by phone {$hours}, please mention {$ticket}
    thanks, a manager will look at {$ticket} by {weekday}`,
};
