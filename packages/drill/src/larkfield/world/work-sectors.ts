import { parseSector, type Sector } from './sectors.ts';

/** Sectors of things for work, body and subscription. */
export const WORK_SECTORS: readonly Sector[] = [
  parseSector(
    'office-tech',
    `nouns: headset, docking station, card reader, webcam, label printer, receipt printer, barcode scanner, mechanical keyboard, monitor arm, cash drawer, tablet stand, usb hub, laptop sleeve, conference speaker, trackball, toner, privacy screen, charging cart, signature pad, presenter
    adjectives: bluetooth, wired, usb c, noise cancelling, ergonomic, thermal, rugged, dual, ultrawide, fanless, vesa, countertop, multi device, silent
    parts: ear cushion, power brick, paper roll, hinge, cable, mic boom, clamp, print head, stylus, port, battery, dongle, tray, key switch
    defects: it disconnects in the middle of calls; the display output is black after sleep; it prints everything twice; people hear an echo; the scanner reads a 7 as a 1; it gets too hot to touch; the charger whines; the reader declines every second card; one port is dead; the arm droops; the drawer pops open by itself; the keys chatter
    questions: does the {noun} work with macos => yes, from macOS 12 on; how many monitors can it drive => two at 4K, or one at 8K; is the {noun} certified for teams => yes, it has the Teams button and certificate; what paper width => 80 mm thermal paper; do you do bulk pricing => from ten units there is 8 percent off; is there an api for it => the printer speaks ESC/POS over the network; does it need drivers => no, it is plug and play
    uses: in our call centre; at the till; for hybrid meetings; at the front desk; for school exams; in the warehouse; at trade fairs; for stock taking`,
  ),
  parseSector(
    'software',
    `nouns: annual licence, seat pack, template bundle, api quota pack, storage add-on, analytics module, onboarding package, plugin, theme, backup add-on, training voucher, white label kit, connector, font licence, sms bundle, e-signature pack, priority support plan, migration package
    adjectives: team, starter, enterprise, agency, nonprofit, monthly, premium, unlimited, regional, sandbox, legacy, multi site
    parts: licence key, activation email, installer, invoice line, seat, webhook, dashboard tile, import wizard, admin role, download link, sso connector, quota counter
    defects: the licence key is rejected as invalid; the seats never showed up in our workspace; the installer loops back to the start; the quota still says zero; the import drops every second row; it locked out all our admins; the plugin breaks our checkout page; the template opens blank; the webhook fires three times; it renewed without warning; the migration stopped at 60 percent; the download link has expired
    questions: can the {noun} be moved to another workspace => yes, once per year from Billing, Licences; is vat included => prices are shown without VAT; do unused seats roll over => unused seats do not roll over, but you can reassign them; is the {noun} per user or per site => it is per user; what happens after the trial => the workspace becomes read only, nothing is deleted; do you have a status page => yes, it is linked in the footer; where is our data hosted => in Frankfurt and Ohio, you choose at sign up
    uses: for our agency; in a team of nine; for client reports; for our donor list; in two regions; for the accounts department; for a school district; in our franchise`,
  ),
  parseSector(
    'beauty',
    `nouns: face serum, shampoo bar, hair dryer, moisturiser, beard oil, lipstick, sunscreen, body lotion, nail kit, eye cream, perfume, razor, bath salts, curling iron, face mask pack, hand cream, toner, cleansing balm, brow pencil, clay mask
    adjectives: fragrance free, vitamin c, overnight, tinted, matte, refillable, sensitive, travel size, mineral, rose, charcoal, peptide, oil free, spf 50
    parts: pump, cap, dropper, refill pod, nozzle, blade, brush, seal, mirror, cord, tin, sleeve, applicator
    defects: the bottle had leaked all through the box; the pump does nothing; it gave me a rash; the seal was broken; it smells rancid; the shade is two tones too dark; it was half empty; it melted in transit; the dropper cracked; it expired in march; it burnt my hair; the refill does not fit
    questions: is the {noun} vegan => yes, the whole line is vegan and not tested on animals; can i use it when pregnant => please ask your doctor first, it contains a retinoid; which shade is closest to warm beige => shade 24 is the closest; is the {noun} safe under make up => yes, let it settle for a minute; do you take back empties => yes, five empties earn a free refill; is it comedogenic => it is rated non comedogenic; how long does a bottle last => about ten weeks with daily use
    uses: before the gym; for eczema; on holiday; for my bridal clients; every night; on my curly hair; for dry winter skin`,
  ),
  parseSector(
    'food-box',
    `nouns: coffee subscription, veg box, meal kit, tea sampler, chocolate box, cheese club box, spice parcel, protein bar case, kombucha crate, olive oil tin, hot sauce set, pasta bundle, honey jar, bread mix, snack box, fish box, juice plan, granola bag
    adjectives: single origin, organic, vegetarian, gluten free, decaf, low carb, family, seasonal, smoked, artisan, weekly, raw, mixed, small batch
    parts: ice pack, recipe card, jar, label, pouch, bottle, liner, voucher, sachet, box, cap, punnet
    defects: the ice packs were warm and the fish smelled; the jar was smashed; the avocados were black; the recipe card was for another dish; half the box was missing; the beans taste of ash; it came a day after i left for holiday; there was mould on the bread; it contained nuts although i ticked nut free; the chocolate had melted into a brick; the best before is yesterday; the same box as last month again
    questions: can i skip a week => yes, skip any week until Wednesday noon; is the {noun} suitable for coeliacs => everything marked GF is tested below 20 ppm; can i swap the fish => yes, under My box you can swap two items; when were the beans roasted => the roast date is printed on the seal, never older than ten days; do you deliver on saturdays => saturday delivery costs 3 extra; is the box recyclable => yes, also the wool liner; can i gift the {noun} => yes, choose Gift at checkout and pick a start date
    uses: for the office pantry; for my parents; when i work late; for our new baby weeks; for a tasting evening; because we have no shop nearby; for meal prep`,
  ),
  parseSector(
    'fitness',
    `nouns: treadmill, kettlebell, yoga mat, rowing machine, resistance band set, heart rate strap, foam roller, spin bike, dumbbell pair, pull up bar, smart scale, boxing glove, skipping rope, weight bench, running vest, massage gun, step platform, fitness watch, gym bag, ab wheel
    adjectives: foldable, adjustable, cork, magnetic, heavy, anti slip, pro, rubber coated, waterproof, doorway, smart, travel, competition, silent
    parts: belt, pedal, console, strap, resistance knob, rail, pin, pad, clasp, charger, footplate, seat, flywheel, chest clip
    defects: the belt drifts to the left; it squeaks at every stroke; the console freezes at minute 12; the strap reads 210 when i am sitting; the rubber stinks; the pin bends under load; it loses the bluetooth link; it weighs me four kilos heavier every other day; the watch strap snapped; the mat is slippery as ice; the massage head seized up; a weld has cracked
    questions: what is the maximum user weight => 130 kg; does the {noun} sync with strava => yes, connect it under Profile, Apps; can i use it in a flat => yes, with the mat it is quiet enough for most neighbours; do you sell spare belts => spare belts and pedals are in the parts shop; is the {noun} calibrated => it calibrates itself at start up; how long is the warranty => two years for parts, ten for the frame; does it need mains power => no, it generates its own
    uses: for rehab after my knee surgery; in the garage gym; for marathon training; before work; with my trainer; in our staff room; for physio; at the rowing club`,
  ),
];
