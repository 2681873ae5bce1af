import type { Rules } from '../language/grammar.ts';

/** What the agent says around its answers. */
export const AGENT: Rules = {
  'agent.hello': `
    hi {$first}
    hello {$first}
    hi there
    thanks for reaching out
    hello and thanks for your message
    hi {$first}, {$agent} here
    thank you for contacting {$tenant}
    good to hear from you
    welcome back, {$first}
    happy to help`,
  'agent.sorry': `
    i'm sorry to hear that
    sorry about the trouble
    that's annoying, i'm sorry
    i'm sorry for the inconvenience
    thanks for telling us
    i understand
    i see why you are {badFeeling}
    i'm sorry about your {$noun}
    apologies for that
    oh no, that is not how it should be`,
  'agent.askOrder': `
    could you give me the order number
    what is your order number, it starts with {$orderPrefix}
    may i have the order number please, you'll find it in the confirmation mail
    which order is it about
    can you share the order number so i can take a look
    please send me the number of the order`,
  'agent.close': `
    is there anything else i can do for you
    let me know if you need anything else
    have a great day
    anything else
    just write here if something is unclear
    i hope that helps
    enjoy your {$noun}
    have a lovely {weekday}
    best regards, {$agent}
    can i help with anything else today
    i'm here if you have more questions
    take care
    thank you for being with {$tenant}
    all the best to {$city}`,
  'agent.bye': `
    you're welcome
    you're welcome, {$first}
    my pleasure
    happy to help
    glad i could help
    any time
    have a great day, {$first}
    no problem
    you're very welcome, enjoy the {$noun}
    thank you, and have a good {weekday}
    thanks for your patience, {$first}
    great, take care
    don't mention it`,
  'agent.offer': `
    would you like a replacement or a credit
    what would you prefer, a new one or a credit
    how would you like us to solve it
    what can i do to make it right
    shall i send a new {$part} or look into a credit
    may i ask what solution you have in mind`,
  'agent.wish': `
    enjoy {hobby} and the rest of the {weekday}
    have a good {weekday} in {$city}
    i hope the {$noun} serves you well
    say hello to your {relative}
    we're here {$hours} if you need a person
    i've added a note to {$order} so my colleagues know
    good luck with {$feature}
    we look forward to your next order
    all the best for the {occasion}
    until next time, {$agent}
    if anything comes up about {$order}, just write here`,
  'agent.soothe': `
    i understand, and i've noted your feedback
    i'm sorry i can't do more here, i've logged it for the team
    i hear you. a colleague can look at it again if you like
    understood. i have added a note to your account
    thanks for being honest, i've passed it on
    i'm sorry, {$first}. if you want a person to review it just say so`,
  'status.shipped': `
    {$order} is on its way with {$carrier} and should arrive on {$eta}
    your {$noun} left our warehouse on {$date}, {$carrier} expects to deliver it on {$eta}
    it is with {$carrier}, tracking number {$tracking}, estimated for {$eta}
    good news: the {$item} has shipped and arrives around {$eta}
    {$carrier} scanned it in {$city2} last, please expect it on {$eta}`,
  'status.processing': `
    {$order} is still being packed, it should leave us by {$eta}
    we're waiting for the {$item} to come in, the new date is {$eta}
    your order is in the queue and ships within {$shipdays} days
    it has not left yet. as soon as {$carrier} picks it up you'll get the tracking link`,
  'status.delivered': `
    {$carrier} marked it as delivered on {$delivered}. could you check with neighbours or the {place}
    according to {$carrier} the {$item} was delivered on {$delivered} at {$street}
    it shows as delivered on {$delivered}. if it does not turn up by {$eta}, write again and we'll file a claim
    the {$carrier} photo shows it at the door on {$delivered}`,
  'status.late': `
    {$order} is late, sorry. {$carrier} now expects {$eta}
    it got stuck in {$city2}, i've asked {$carrier} to look for it
    there is a backlog at {$carrier}, the new date is {$eta}
    i can see it has not moved since {$date}. i've opened a trace with {$carrier}`,
  'replace.done': `
    i've ordered a new {$part} for you, it ships within {$shipdays} days
    a replacement {$noun} is on its way, the order is {$order}-R
    we'll send you another {$item} at no cost, please keep or recycle the old one
    a new one leaves {$city2} tomorrow and should be with you on {$eta}`,
  'search.lead': `
    let me check
    one moment
    let me look that up
    i'll have a look
    checking`,
  'replace.ask': `
    can you send me a new one
    i would like a replacement
    please send a new {$part}
    can i exchange it
    i just need the {$part}
    i'd like to swap it for the {$item2}
    how do i get a new {$part}
    can someone repair it
    can i order the {$part} separately
    i need a working {$noun} by {weekday}`,
};
