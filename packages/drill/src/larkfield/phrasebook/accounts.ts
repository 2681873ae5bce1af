import type { Rules } from '../language/grammar.ts';

/** Passwords, addresses, permissions, subscriptions, invoices: users and the agent's answers. */
export const ACCOUNTS: Rules = {
  'password.ask': `
    i forgot my password
    i can't log in
    how do i reset my password
    the reset (mail|email|link) never (arrives|arrived|came)
    my account is locked
    it says my password is wrong but (it is not|i just changed it|i have it written down)
    login does not work on my {device}
    i am locked out after {smallNumber} attempts
    please send me a new password (link|mail)
    i got a new {device} and can not get in (anymore|any more)
    password reset for {$email}
    my {relative} changed the password and (forgot it|is away|will not tell me)
    two factor asks for a code from my old {device}
    i don't remember which email i used, maybe {$email}
    the link in the mail has expired
    {browser} does not remember my password since {since}
    i can't sign in to see {theOrder}`,
  'password.done': `
    i've sent a reset link to {$email}, it is valid for (30 minutes|one hour|24 hours)
    a new reset link is on its way to {$email}
    you'll find a fresh link in your inbox, please check the spam folder as well
    thanks, that matches. the reset link went to {$email}
    done: please open the mail within an hour and choose a password of at least 12 characters
    the lock is lifted and a link has been sent to {$email}
    i have mailed you a one time link, please use {browser} or another current browser`,
  'verify.pair': `
    to be sure it's you, could you give me the last four digits of your phone number => {verifyDigits}
    before i do that, please confirm the email on the account => {verifyEmail}
    i need to verify you first: what is the postcode on the account => {verifyDigits}
    could you tell me the code we just sent to your phone => {verifyCode}
    for security, may i have your full name and the last four digits of your card => {verifyName}
    happy to, first please confirm your name and postcode => {verifyName}
    one security question before we start: which city is on the account => {verifyCity}
    i've sent a code to the phone we have on file, please type it here => {verifyCode}`,
  verifyDigits: `
    {$last4}
    it's {$last4}
    ok {$last4}
    sure: {$last4}
    {$last4}. is that enough
    think it is {$last4}
    uh {$last4} or {$last4b}{$last4b}
    {$last4}, it used to be {$last4b}{$last4b}`,
  verifyEmail: `
    {$email}
    it's {$email}
    that is {$email}
    {$email}, i hope
    should be {$email}, my {relative} set it up`,
  verifyCode: `
    the code is {$last4}{$last4b}
    {$last4}{$last4b}
    got it, {$last4}{$last4b}
    {$last4}{$last4b}, took a while to come
    my {relative} has the phone... {$last4}{$last4b}`,
  verifyName: `
    {$name}, {$last4}
    {$name} and {$last4}
    {$last4}, {$name}
    {$name}. {$last4} i think
    the account is on {$name}, {$last4}`,
  verifyCity: `
    {$city}
    should be {$city}
    {$city}, before that {anyCity}
    {$city} i guess, or {anyCity}`,
  'verify.failed': `
    i'm sorry, that does not match what we have on file, so i can't change anything here
    that doesn't match our records. for your safety i'll pass this to our {$jargon} team
    i couldn't verify you with that. please write from the address on the account
    unfortunately the details differ from the account, please try again or call us during {$hours}`,
  'address.ask': `
    i moved, my new address is {$newAddress}
    please change my address to {$newAddress}
    can you update my delivery address
    we have moved to {$newAddress}
    the address on order {$order} is wrong, it should be {$newAddress}
    i need to change where {theOrder} goes
    how can i change my address
    there is a typo in my address, it is {$newAddress} not {$street}
    can you send it to my {relative}'s instead, {$newAddress}
    i will be at {$newAddress} from {weekday}
    please deliver to my work: {$newAddress}
    new address since {since}: {$newAddress}`,
  'address.done': `
    done, your delivery address is now {$newAddress}
    i've updated the address to {$newAddress}, it applies to orders that have not shipped yet
    thanks, the account now says {$newAddress}
    all set: {$newAddress}. orders already with {$carrier} keep the old address
    the new address {$newAddress} is saved, enjoy the new place
    changed. future invoices will show {$newAddress} too`,
  'access.ask': `
    can you give {$colleague} access to our workspace
    please add {$colleague} as (an editor|a viewer|a member)
    {$colleague} needs access to {$feature}
    i want to make my colleague {anyName} (an editor|a member|a billing contact)
    our {job} {anyName} has left, {$colleague} takes over, please change the role
    how do i let my bookkeeper see the invoices, the address is {$colleague}
    {$colleague} can not open {$feature}, can you change the permissions`,
  'access.done': `
    {$colleague} is now {$role} in your workspace
    i've given {$colleague} the {$role} role, they'll see it at the next login
    done. {$colleague} has {$role} rights, you can change that under {$menu}
    the role of {$colleague} is {$role} from now on`,
  'cancel.ask': `
    i want to cancel my {$plan} (plan|subscription|membership)
    please cancel my subscription
    how do i cancel
    cancel my {$plan} before it renews on {$date}
    i don't use {$tenant} anymore
    stop charging me
    it is too expensive for me now, please cancel
    please end my {$plan} at the end of the month
    we switched to another provider, cancel {$plan}
    i only wanted the trial, cancel please
    my {relative} signed up without asking, can you cancel it
    i can't find the cancel button anywhere
    cancel everything and delete my data
    can i pause instead of cancelling`,
  'cancel.done': `
    your {$plan} plan is cancelled and stays active until {$date}
    i've cancelled {$plan} for you, nothing more will be charged after {$date}
    done. you can use {$plan} until {$date} and your data stays for 60 days
    cancelled, i've sent the confirmation to {$email}. sorry to see you go
    the renewal is switched off, your last day on {$plan} is {$date}
    i have ended the subscription. if you come back within 60 days everything will be there`,
  'plan.ask': `
    can i switch from {$plan} to {$plan2}
    i want to upgrade to {$plan2}[ from {$date}]
    please downgrade us to {$plan2}
    please move my {$plan} to {$plan2} (before|after|on) {$eta}
    we need {smallNumber} more seats, so please put us on {$plan2}
    {$plan} is too small for us, {$plan2} please
    {$plan} is more than i need since my {relative} left, can you put me on {$plan2}
    switch me to {$plan2}
    i clicked {$plan} but wanted {$plan2}`,
  'plan.pair': `
    what is the difference between {$plan} and {$plan2} => {$plan2} has {$feature} and {$feature2} on top and costs {$price} a month
    do i lose my {$feature} if i go to {$plan2} => no, {$feature} is part of both
    how much is {$plan2} for {smallNumber} users => {$plan2} is {$price} a month for that size
    when does the change to {$plan2} start => changes start on the next billing day, yours is {$eta}
    is {$feature} included in {$plan} => {$feature} comes with {$plan2}, {$plan} has only {$feature2}
    can i change to yearly billing[ on {$plan}| from {month}] => yes, under {$menu}. the year costs ten times the month`,
  'plan.done': `
    you're on {$plan2} as of now, the difference of {$price} is on the next invoice
    i've switched you from {$plan} to {$plan2}, it starts on {$date}
    {$plan2} includes {$feature} and {$feature2} for {$price} a month. i've changed it for you
    the change to {$plan2} is booked, you'll be charged {$price} from {$date}
    done, {$plan2} is active. your {$feature} settings were kept`,
  'invoice.pair': `
    i need the invoice for {$order} => i've sent invoice {$invoice} to {$email}
    can you send me the invoice from {month} => you can download {$invoice} under {$menu} at any time, i've mailed you a copy too
    please resend invoice {$invoice} => invoice {$invoice} is attached to the mail i just sent you
    i was charged {$price} but {invoiceDoubt} => {chargeAnswer}
    why was i charged {times}[, {invoiceDoubt}] => {chargeAnswer}
    my invoice {$invoice} has the wrong (company name|vat number|address|date) => i corrected {$invoice} and mailed the new version to {$email}
    where do i find my invoices[ from {month}| for {$order}| on my {device}] => they are under {$menu}, the latest is {$invoice}
    what is this charge of {$price} on {$date} => {chargeAnswer}
    can you put our vat number on {$invoice} => yes, i've added the number from your profile to {$invoice}
    our {job} needs a receipt for {$order} => the receipt for {$order} went to {$email}
    my card was declined but the money is gone[, {$price}] => that {$price} is a reservation by your bank, it is released within five days
    there is a {$price} charge from {$tenant} on my card that i do not recognise => {chargeAnswer}
    can i pay {$invoice} by bank transfer => yes, the bank details are at the bottom of {$invoice}
    the invoice says {$price} and the mail says {$amount} => the difference is the delivery and the tax, {$invoice} is right`,
  chargeAnswer: `
    the charge of {$price} on {$date} is your {$plan} plan
    that is the renewal of {$plan}, see {$invoice}
    i found it: {$invoice}, {$price}, paid on {$date}
    one of the two is a reservation, it disappears within five days
    it belongs to {$order}, the {$item}`,
  invoiceDoubt: `
    i cancelled in {month}
    i am on {$plan}
    i expected {$amount}
    nobody told me
    the site said {$amount}
    it was a free trial
    i returned it {duration} ago
    my {relative} already paid`,
};
