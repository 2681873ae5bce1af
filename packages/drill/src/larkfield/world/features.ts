/** A function of a shop's app: its name, what people do with it, where it is. */
export interface Feature {
  readonly name: string;
  /** A verb phrase: `export my orders`. */
  readonly task: string;
  readonly menu: string;
  readonly button: string;
}

/** Functions that every tenant's app draws from. */
export const FEATURES: readonly Feature[] = `
order history | export my orders | Account › Orders | Export
two factor login | switch on two factor login | Settings › Security | Add device
the wish list | share my wish list | Lists › Wish list | Share
the calendar | sync the calendar with my phone | Calendar › Settings | Copy link
notifications | turn off the mails | Settings › Notifications | Mute all
the dashboard | change the dashboard | Home › Edit | Customise
dark mode | switch to dark mode | Settings › Display | Theme
the loyalty card | merge two loyalty cards | Rewards › Cards | Merge
gift cards | redeem a gift card | Wallet › Gift cards | Redeem code
returns | print a return label | Orders › Returns | Print label
the address book | delete an old address | Account › Addresses | Remove
saved cards | remove a saved card | Wallet › Cards | Delete card
invoices | download all invoices at once | Account › Billing | Download all
the team page | invite a colleague | Team › Members | Invite
reports | schedule a weekly report | Reports › Schedules | New schedule
the CSV import | import a CSV file | Data › Import | Choose file
the scanner | scan a barcode | Scan | Start camera
recurring orders | change the rhythm of a recurring order | Orders › Subscriptions | Edit rhythm
the size guide | save my measurements | Profile › Sizes | Save profile
reviews | edit a review | Profile › Reviews | Edit
the community forum | change my forum name | Profile › Public | Rename
tags | rename a tag | Data › Tags | Rename
the search filter | save a search | Search › Filters | Save search
the API | create an API token | Developer › Tokens | New token
webhooks | test a webhook | Developer › Webhooks | Send test
languages | change the language | Settings › Region | Language
the currency setting | pay in euros | Settings › Region | Currency
spending limits | set a spending limit for my team | Team › Budgets | Set limit
approvals | approve an order from my phone | Team › Approvals | Approve
the family account | add a child to the family account | Family › Members | Add profile
backups | restore a backup | Data › Backups | Restore
the map | find a pickup point | Checkout › Delivery | Map
delivery slots | move a delivery slot | Orders › Upcoming | Move slot
vacation mode | pause deliveries over the holidays | Orders › Upcoming | Vacation
the referral link | find my referral link | Rewards › Friends | Copy link
stock alerts | get a mail when something is back | Product page | Notify me
the chat archive | download a chat | Help › Archive | Save as PDF
voice control | reorder by voice | Settings › Voice | Link speaker
the widget | put the widget on my website | Developer › Widgets | Copy code
SSO | connect our SSO | Admin › Identity | Connect
the audit log | see who changed an order | Admin › Audit log | Filter
custom fields | add a custom field | Admin › Fields | New field
the price list | upload a price list | Admin › Pricing | Upload
tax settings | change the VAT number | Admin › Tax | Edit number
workflows | copy a workflow | Automations › All | Duplicate
the mobile app | use the app offline | App › Storage | Keep offline
the photo upload | upload more than one photo | Orders › Report | Add photos
warranty cards | register a warranty | Account › Warranty | Register
the recipe planner | plan meals for two weeks | Planner › Weeks | Extend
the training log | share my training log | Log › Options | Share log
guest checkout | order without an account | Checkout | Guest
bulk edit | change fifty items at once | Data › Table | Bulk edit
the trash | get back a deleted list | Lists › Trash | Restore
email aliases | add a second email | Account › Emails | Add alias
the status page | subscribe to the status page | Help › Status | Subscribe
key shortcuts | see the key shortcuts | Help › Shortcuts | Show all
quotes | turn a quote into an order | Sales › Quotes | Convert
the label designer | design my own labels | Print › Designer | New label
time zones | set a different time zone | Settings › Region | Time zone
the donation button | round up for charity | Checkout › Extras | Round up
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', task = '', menu = '', button = ''] = line.split('|').map((field) => field.trim());
    return { name, task, menu, button };
  });
