import type { Rules } from '../language/grammar.ts';

/** Users on orders: where is it, it is late, broken, wrong, missing. */
export const ORDERS: Rules = {
  it: `
    the {$noun}
    my {$noun}
    it
    the {$item}
    the {$brand} {$noun}
    my {$brand}
    the {$model}
    my {$item}
    the {$adjective} {$noun}
    that {$noun}
    the new {$noun}
    this {$brand} thing
    the {$noun} i (bought|ordered|got) (in {month}|from you|last week|on {$date})
    a {$noun}
    the {colour} {$noun}`,
  theOrder: `
    my order
    order {$order}
    my parcel
    the {$noun}
    my {$noun}
    my {$carrier} parcel
    the {$item} (i ordered|from {$date})
    my package
    my delivery
    the {$brand} {$noun}
    the {smallNumber} {$noun}s
    the shipment
    #{$order}
    everything i ordered on {$date}
    a {$noun} for my {relative}`,
  'status.short': `
    where is {theOrder}
    {$order} status?
    {$order}
    any news on {theOrder}
    tracking for {$order}
    {theOrder} - when
    eta {$order}?
    still no {$noun}
    has {theOrder} shipped
    order status pls {$order}`,
  'status.ask': `
    where is {theOrder}
    when will {theOrder} (arrive|come|be here|get to {$city})
    can you tell me where {theOrder} is
    i (ordered|bought) a {$noun} on {$date} and (heard nothing since|have not received it|would like to know when it comes)
    do you have any news on {theOrder}
    {theOrder} was supposed to (arrive|come|be delivered) on {weekday}
    the tracking (page|link|number) (has not changed|shows nothing|says label created|is stuck|went blank) since {since}
    has {theOrder} (been sent|left the warehouse|shipped|gone out) yet
    i would like to know the status of {theOrder}
    it says delivered but (there is nothing (here|in the {place})|i got nothing|nobody rang|it is not in the {place})
    could you check if {theOrder} (goes|went|is going) to {$street}
    is it normal that {theOrder} has been in {anyCity} for {duration}
    {$carrier} (says|claims|insists) they tried to deliver but (i was home|nobody rang|we were in all day)
    i thought {theOrder} would be here by {weekday}
    my {relative} got hers (in|after) {duration}, where is {theOrder}
    i got a text from {$carrier} about a parcel, is that {theOrder}
    what day should i be home for {theOrder}`,
  'broken.short': `
    {it} (broken|arrived broken|is damaged|does not work)
    {$part} {partFault}
    {it}: {$defect}
    broken {$part}
    damaged on arrival, {$order}
    {$noun} is faulty
    {$order} {$part} {partFault}`,
  'broken.ask': `
    {it} (arrived|came|turned up) and {$defect}
    the {$part} (of|on) {it} {partFault}
    i (got|received|unpacked) {it} {when} and (the {$part} {partFault}|{$defect})
    {$defect}. {it} is only {duration} old
    the {packaging} was {packagingState} and the {$part} {partFault}
    {it} stopped working after {duration}
    there is (a crack|a dent|a scratch|a hole|a stain|rust|mould|a chip) (on|in) the {$part}
    i have a problem with {it}: {$defect}
    {when} i noticed that the {$part} {partFault}
    i opened the {packaging} and found that the {$part} {partFault}
    my {relative} noticed that {$defect}
    after {duration} of {very} careful use the {$part} {partFault}
    {it} is {badThing}, {$defect}
    everything is fine except the {$part}, it {partFault}
    when i (tried|used) it {$use}, {$defect}`,
  partFault: `
    is cracked
    is broken
    is missing
    is bent
    came off
    is loose
    does not fit
    snapped
    is scratched
    was torn
    has a dent
    is stuck
    fell apart
    broke off
    is the wrong size
    is coming loose
    is chipped
    is split
    was never in the box
    is held together with tape
    is upside down
    is dented on one side
    makes a clicking noise
    is covered in glue
    looks used
    went {colour}
    will not close
    gave up after {duration}
    does not click in
    is crooked
    sheared off
    is corroded
    disintegrated
    shattered
    came in {smallNumber} pieces
    smells burnt
    is worn through
    is glued on wrong`,
  packagingState: `
    open
    crushed
    soaked
    torn
    dented
    half empty
    squashed
    taped up again
    fine
    ripped at one corner
    held together by string
    full of {colour} powder
    flattened
    muddy
    too big`,
  when: `
    yesterday
    today
    on {weekday}
    this morning
    on {$date}
    last night
    just now
    {smallNumber} days ago
    when i came home
    after {hobby}
    over the weekend
    at last`,
  'late.ask': `
    {theOrder} is {smallNumber} days late
    {theOrder} (should have been|was meant to be) here {smallNumber} days ago
    {theOrder} (came|arrived) {smallNumber} days late and {lateHarm}
    i paid for (express|next day|priority|saturday) delivery and it took {duration}
    you promised {theOrder} for {weekday}, it is now {weekday}
    {$carrier} (lost|returned|dumped|delayed) {theOrder} and {lateHarm}
    {theOrder} has not (moved|been scanned) for {duration} now
    because {theOrder} was late, {lateHarm}
    i waited in for {theOrder} on {weekday}, {weekday} and {weekday}
    the delivery took {duration} longer than promised`,
  lateHarm: `
    i missed my {relative}'s {occasion}
    i had to buy another one
    the {occasion} was over
    i sat at home for {duration}
    i had no {$noun} for {duration}
    we left without it
    had to borrow one from my {relative}
    my {relative} is {badFeeling}
    everything was {packagingState}
    my customers were {badFeeling}
    nobody apologised
    it cost me {duration}`,
  'wrong.ask': `
    i ordered {it} and got a {$item2}
    you sent me the wrong {$noun}
    i received a {colour} {$noun} instead of a {colour} one
    there is a {$item2} in the box, not {it}
    wrong size, i need the {smallNumber} not the {smallNumber}
    this is not what i ordered, it is a {$item2}
    the label says {$item} but inside is a {$item2}
    somebody else's order was in my box, a {$item2} for a {anyName} in {anyCity}
    i got {smallNumber} of them but ordered one
    it is the {$adjective} version, i paid for a different one`,
  'missing.ask': `
    the {$part} is missing
    only {smallNumber} of {smallNumber} {$noun}s were in the box
    my order was incomplete, the {$item2} is missing
    there was no {$part} in the {packaging}
    one of the two parcels never came
    the {$item2} from the same order is not here
    the {packaging} was {packagingState} and the {$part} is missing
    i am {smallNumber} {$part}s short`,
  giveOrder: `
    {$order}
    it's {$order}
    order number {$order}
    sure, {$order}
    the number is {$order}
    {$order} i think
    here you go: {$order}
    {$order}, placed on {$date}
    let me look... {$order}
    the mail says {$order}
    {$order} and the mail is {$email}
    found it. {$order}
    yes {$order} ⟨{$item}⟩
    sorry forgot that. {$order}
    no idea where to find it. is it this: {$order}
    {$order}, under the name {$name}`,
  orderTail: `
    order {$order}
    my order number is {$order}
    the order is {$order}
    ⟨order {$order}⟩
    {$order}
    it was order {$order} from {$date}
    ref {$order}
    order no. {$order}, {$name}
    #{$order}
    order number: {$order}
    i have {$order} here, if you need it`,
};
