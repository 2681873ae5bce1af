import type { Rules } from '../language/grammar.ts';

/** Bugs, how-to and questions before buying, with the agent's answers. */
export const APP: Rules = {
  'bug.ask': `
    {$feature} does not work
    {$feature} {bugFault}
    since {since} {$feature} {bugFault}
    when i (click|tap|press|open) {$feature} (nothing happens|it {bugFault}|i get {$error}|the screen goes {colour})
    the app {bugFault} on my {device}
    {browser} shows {$error} when i try to {$task}
    i can't {$task}, it says {bugMessage}
    i get {$error} every time i {$task}
    {bugMessage} when i try to {$task}
    is {$feature} down
    i tried to {$task} {times} and it {bugFault}
    {$feature} is {very} slow since {since}
    my {device} {bugFault} when i open {$feature}
    the numbers in {$feature} are {badThing}, off by {smallNumber}
    after the update {$feature} {bugFault}
    the {colour} button under {$feature} is greyed out
    {$feature} shows another customer's name
    here is what i see: {bugPaste}
    {bugPaste}
    the translation in {$feature} is {badThing}`,
  bugFault: `
    crashes
    keeps loading
    is blank
    freezes
    logs me out
    shows an error
    does not save
    spins forever
    shows the wrong date
    is gone
    closes by itself
    asks me to log in again and again
    duplicates everything
    eats my battery
    shows {month} instead of {month}
    forgets what i typed
    scrolls to the top
    is stuck at {$last4b} percent
    does not sync with my {device}
    turned {colour}
    only shows half the list
    sorts backwards
    sends {smallNumber} mails each time
    plays a sound all the time
    misspells my name
    ignores the filter
    went haywire`,
  bugMessage: `
    something went wrong
    you do not have permission
    session expired
    please try again later
    network error
    {$error}
    file too large
    invalid date
    this page does not exist
    too many requests
    unknown field
    quota exceeded
    could not parse row {$last4}
    certificate not trusted
    oops`,
  bugPaste: `
    {$error} at /{$slug}/{$slug2}?id={$ticket}
    TypeError: undefined is not a function ⟨{$slug}.js:{$last4}:{$last4b}⟩
    HTTP 502 Bad Gateway {$tracking}
    https://app.{$domain}/{$slug}/{$slug2}/{$last4}
    {$error} request id {$tracking}
    status=failed step={$slug} code={$last4}
    Uncaught ⟨in promise⟩ {$error}
    [{$date}] WARN {$slug2} timeout after {$last4} ms`,
  'bug.first': `
    thanks for the report. could you tell me which browser and device you use
    does it also happen in a private window
    i'm sorry about that. which version of the app is it, you'll find it under {$menu}
    since when do you see this
    can you send a screenshot or the exact message
    have you already tried to sign out and in again
    is it only {$feature} or are other pages affected too`,
  'bug.give': `
    {browser} on a {device}
    since {since}
    version {$version}
    {device}, app version {$version}
    yes, same thing (on my {device}|in {browser}|since {since})
    no, in a private window it works
    tried that {times}, no difference
    only {$feature}
    {browser}, {device}, and my {relative} has it too
    i attached a screenshot from my {device}
    it says {bugMessage}
    {device}
    it started {since}, {browser} {$version}
    everything really
    where do i find the version on a {device}`,
  'bug.detail': `
    {browser} on a {device}
    since {since}
    {device}, app version {$version}
    it says {bugMessage}
    {browser}, {device}, and my {relative} has it too
    it worked {since}
    only {$feature2} works
    i tried {times}`,
  'bug.done': `
    i've opened ticket {$ticket} for our engineers, you'll get a mail at {$email} when it is fixed
    this is now ticket {$ticket}. as a workaround please try {browser}
    thank you, i've added your details to {$ticket}, others reported {$feature} since {since} as well
    i've reported it as {$ticket}. most of these are fixed within {duration}
    noted under {$ticket}. clearing the cache for app.{$domain} helps in many cases
    our team is aware of the problem with {$feature}, your case is linked as {$ticket}
    i created {$ticket} with the error {$error}. a colleague will write to you by {weekday}`,
  'howto.ask': `
    how do i {$task}{taskTail}
    how can i {$task}{taskTail}
    where can i {$task}{taskTail}
    is it possible to {$task}{taskTail}
    can i {$task} (on|from) my {device}
    i want to {$task}{taskTail}, how
    i can't find where to {$task}{taskTail}
    what is {$feature} for
    my {relative} wants to {$task}
    is there a way to {$task} without {$feature}
    how does {$feature} work
    where did {$feature} go after the update
    i am trying to {$task} for {myOccasion}
    can {smallNumber} people {$task} at the same time
    do i need {$plan2} to {$task}
    {$task} - how
    looking for {$feature}
    can you explain {$feature} in simple words
    i am a {job} and need to {$task} every {weekday}`,
  taskTail: `
    [ (on|from) my {device}]
    [ in {browser}]
    [ for my {relative}]
    [ without calling you]
    [ before {weekday}]
    [ in {$feature2}]
    [ when i am on {$plan}]
    [ from my {relative}'s {device}]
    [ more than once]
    [ for {smallNumber} people]
    [ as a {job}]`,
  'howto.answer': `
    go to {$menu} and choose {$button}. there you can {$task}
    you can {$task} under {$menu}: press {$button}
    open {$menu}, then {$button}, and save
    sure, to {$task} please open {$menu} and tap {$button} at the {$corner}
    in {$menu} you'll find {$button}. it takes about a minute to {$task}
    {$feature} is what you want: open {$menu}, press {$button} and follow the steps
    to {$task}, click your picture, then {$menu}, then {$button}
    yes, you can {$task}. the option is called {$button} and lives under {$menu}
    {$feature} is part of {$plan}. you reach it through {$menu}, {$button}
    from the app: {$menu}, {$button}. on the web it is in the {$corner}`,
  'howto.pair': `
    where exactly is {$button}[ on a {device}|, i only see {$button2}] => {$button} is at the {$corner} of the page, under {$menu}
    i don't see {$button}[ on my {device}| anywhere| in {browser}] => only owners see it. if yours is missing, ask the owner of your workspace
    does that also work on a {device}[ like my {relative}'s| with {browser}] => yes, on smaller screens it is behind the three dots
    and can i undo it[ later| if my {relative} changes (his|her) mind] => yes, you can undo it for 30 days under {$menu}
    found it, but it {bugFault} => please reload the page once, then {$button} should work. if not, tell me your app version
    is that included in {$plan}[ or only in {$plan2}|, {$tenant} mails say {$plan2}] => it is included in {$plan} and {$plan2}
    ok and how do i {$task2} => to {$task2} open {$menu2} and choose {$button2}
    the {$button} (thing|button|link) is greyed out => it needs the app in version {$version} or later
    there is no {$menu} on my (screen|{device}) => please widen the window or turn the {device}, the menu hides on small screens
    do the others see that[, my {relative} shares the account| in the team] => only people you invite can see that
    how long does that take => about {smallNumber} minutes, you can close the window meanwhile`,
  'shipping.pair': `
    do you ship to {anyCity} => yes, we deliver there, it takes about {$shipdays} days and costs {$shipfee}
    how much is (delivery|shipping|postage)[ to {anyCity}| for {smallNumber} {$noun}s| for a {$noun}] => delivery costs {$shipfee} and takes {$shipdays} working days
    how long does delivery (take|usually take)[ to {anyCity}| for the {$item}| at the moment] => we ship with {$carrier}, usually within {$shipdays} days
    what is your return policy[ on {$noun}s| for gifts| if the {packaging} is open] => you can return it within {$window} days, the label is under {$menu}
    can i return {it} after {duration} => you have {$window} days to change your mind, after that the warranty covers defects
    how do i send {it} back[, it is {very} heavy|, i have no printer] => returns go to our {$city2} warehouse, please use the prepaid label under {$menu}
    do you have a (shop|store|showroom) in {anyCity} => we have no shops, but {$carrier} parcel points work well
    when do you answer the phone[, i tried on {weekday}] => our people are there {$hours}, the chat is always open
    is next day delivery possible[ to {anyCity}| for the {$noun}] => orders before 2 pm leave the same day, most arrive the next day for an extra {$shipfee}
    can i pick (it|{it}) up[ in {$city2}| on {weekday}] => pick up is possible at {$carrier} points, choose one at checkout
    do you deliver on {weekday} => that depends on the postcode, you'll see the days at checkout
    can i order {smallNumber} {$noun}s and send back what i do not need => yes, you have {$window} days, just keep the {packaging}
    which carrier do you use[ for {anyCity}] => mostly {$carrier}, you'll see it in the shipping mail
    do you gift wrap[ for {myOccasion}| in {colour}] => yes, tick the gift box at checkout, it costs 3 extra
    is the {$item} back in stock soon => the {$noun} should be back by {$date}. press notify me on its page
    when will the {colour} {$noun} be available => the {colour} one is planned for {month}, i can't promise a day
    do you price match[ with {anyName}'s| on the {$item}] => we match prices of shops in the same country within {$window} days
    can i (have|use|combine) two codes in one order => only one code per order, i'm afraid
    what happens if nobody is home on {weekday} => {$carrier} leaves it with a neighbour or at the {shop} nearby and puts a card in your letterbox
    can you leave it in the {place} if i am out => yes, add it as a delivery note under {$menu}`,
  'product.lead': `
    about {it}:
    before i order:
    question about {it}.
    i am looking at {it}.
    thinking of buying {it} {$use}.
    for {myOccasion}:
    my {relative} has one too.
    i have {it},
    quick question,
    saw the {$item} on your site.`,
  'product.pair': `
    what is the difference between the {$item} and the {$item2} => the {$item} is the {$adjective} one, the {$item2} is lighter and a bit cheaper
    which one is better, {$item} or {$item2} => i would go for the {$brand} {$noun}, you have {$window} days to try it
    i use it {$use}, is the {$item} good for that => for that i'd take the {$item}, yes. its {$part} is made for it
    do you have the {$noun} in {colour} => the {$noun} comes in {colour}, {colour} and {colour}
    is the {$item} the same as the {$model} from last year => the {$model} replaces last year's version, the {$part} was improved
    would you recommend the {$brand} {$noun} for a {job} => we have several customers who are {job}s, and they like the {$part}
    does the {$part} of the {$item} fit the {$item2} => yes, the {$part} fits both
    how big is the {$noun} => the {$item} is {$last4b} cm at its widest
    is there a discount if i take {smallNumber} {$noun}s => from {smallNumber} pieces there is 5 percent off, the basket shows it`,
};
