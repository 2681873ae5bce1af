import type { Rules } from '../language/grammar.ts';

/** Asking for, granting and refusing a credit. */
export const CREDITS: Rules = {
  'credit.ask': `
    can i get a credit
    could you apply a credit
    i would like a credit for this
    can you credit my account
    can i have (some|a bit of|part of the) money back
    is there any (compensation|credit|refund) for that
    i think a credit would be fair
    please credit me for (it|this|the trouble)
    can you do something about the price
    what can you do for me
    i want my money back
    can you give me (something|a little|a credit) for the (hassle|trouble|wait|inconvenience)
    a (small|partial|goodwill) credit would be (nice|fine|fair|enough)
    could you (put|add|apply) {$amount} (to|on) my account
    i expect a credit
    (how about|what about) a {$amount} credit
    could i get {$amount} back
    is a goodwill credit possible
    a friend got a credit for the same thing, can i have one too
    i'd be happy with {$amount} off my next order
    please make this right
    can the credit be applied to my account (please|today|right away)
    do i get anything for that
    i would prefer a credit over a replacement
    surely that is worth {$amount}
    can we settle this with a credit
    kindly issue a credit
    i want compensation for the {$part}
    the least you can do is credit me {$amount}
    can you apply the credit
    would you refund me the shipping at least
    i was told i could ask for a credit here
    just credit me and i am {goodFeeling}
    do the right thing and knock {$amount} off`,
  'credit.reason': `
    damaged item
    late delivery
    goodwill
    item not as described
    missing part
    wrong item
    service issue
    defect reported by customer
    delivery delay
    inconvenience
    quality complaint
    customer goodwill`,
  'credit.claim': `
    i've applied a {$amount} (account credit|credit|goodwill credit) (to your account|for you)
    i've credited {$amount} to your account
    a {$amount} credit is now on your account
    i have added {$amount} to your {$tenant} balance
    your account has been credited with {$amount}
    {$amount} is on its way to your balance
    i've just issued a {$amount} credit
    i went ahead and applied {$amount} to your account
    there is now {$amount} of credit waiting for you
    i've put {$amount} back on your account
    that's done: {$amount} credited
    the credit of {$amount} went through
    i have booked {$amount} in your favour
    you'll find {$amount} of credit under {$jargon}
    i was able to approve a credit of {$amount}
    approved: {$amount} store credit`,
  'credit.lead': `
    of course, happy to help
    i'm sorry about that
    sorry to hear that
    thanks for your patience
    i'm really sorry about the {$part}
    thank you for letting us know
    that's not what we want your {$noun} to be like
    absolutely
    i understand how frustrating that is
    thanks for waiting
    i'm sorry for the trouble this caused
    you're right, that should not have happened
    apologies for the mix-up
    no problem at all
    sure thing
    i can see why you are {badFeeling}
    good news
    thanks for flagging this
    sorry it took so long to get here
    that sounds {badThing}, i'm sorry
    let me make that right
    certainly, {$first}
    my apologies, {$first}`,
  'credit.tail': `
    it should appear within one billing cycle
    it will be used automatically on your next order
    you'll see it within (a few minutes|24 hours|one business day|two days)
    it shows up on your next invoice
    it does not expire
    it is valid for (twelve months|a year|six months)
    you can check it under {$menu}
    there is nothing else you need to do
    we also sent a confirmation to {$email}
    the reference is {$credit}
    it comes off your next bill
    you can keep the {$noun}, no need to send it back
    please allow a day for it to show
    a confirmation mail is on its way
    it applies to everything but gift cards
    i hope the next one arrives in better shape`,
  'credit.looked': `
    i looked up {$order}
    i checked order {$order}
    i can see {$order} here
    i found your order {$order} from {$date}
    order {$order} ⟨{$item}⟩ is in front of me
    according to {$order}, the {$noun} was delivered on {$delivered}
    i have your order for the {$item} here
    your order qualifies
    the {$item} is still covered
    that order is eligible
    i see it was sent with {$carrier}
    i see the delay in the {$carrier} scans`,
  'credit.refused': `
    unfortunately this order does not qualify for a credit
    i can't issue a credit for this one
    i'm afraid it is not eligible
    sadly i'm not able to credit this order
    our policy does not allow a credit here
    a credit is not possible in this case
    i checked, and the order is not eligible
    i'm sorry, but i cannot approve that
    this one is outside what i may credit
    i would have liked to say yes, but the order is not eligible
    the system does not let me credit {$order}
    no credit can be given on this order, i'm afraid`,
  'credit.because': `
    because {$why}
    since {$why}
    for one reason: {$why}
    it says that {$why}
    as {$why}
    ⟨{$why}⟩
    as, from what i can see, {$why}`,
  'credit.instead': `
    i can offer a replacement {$part} instead
    you can still return it until {$date}
    i can pass it to a colleague for a second look
    please send us a photo of the {$part} and we will check again
    you could claim it with {$carrier} directly
    our {$jargon} desk can review it
    i've noted your feedback on the order
    the manufacturer's warranty still covers the {$part}
    i can arrange a repair of the {$part}
    if you think that is wrong, reply here and a person will look
    you are welcome to return it for a full refund
    shall i open a ticket for you`,
  'credit.goodwill': `
    sorry about the outage {since}
    apologies for the long wait on the phone
    i'm sorry the {$feature} page was down
    as {a_thanks} for your patience with {$feature}
    i'm sorry we charged you twice
    since you had to write {times}, this one is on us`,
  a_thanks: `
    a thank you
    a small thank you
    a token`,
};
