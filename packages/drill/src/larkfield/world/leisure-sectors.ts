import { parseSector, type Sector } from './sectors.ts';

/** Sectors of things for free time: sport, music, pets, reading, making. */
export const LEISURE_SECTORS: readonly Sector[] = [
  parseSector(
    'outdoor',
    `nouns: tent, sleeping bag, rucksack, head torch, hiking boot, camp stove, rain jacket, trekking pole, hammock, dry bag, sleeping mat, thermos, gaiter, fleece, bivvy, climbing harness, water filter, compass, cool box, softshell
    adjectives: ultralight, three season, waterproof, inflatable, merino, expedition, packable, breathable, titanium, two person, mid cut, hooded, ripstop, insulated
    parts: zip, tent pole, peg, buckle, sole, strap, valve, hood, guy line, flysheet, lace hook, burner, groundsheet, toe cap
    defects: the zip jams at the corner; it let in water the first night; the sole came away on the second walk; the valve hisses; a pole snapped in mild wind; the seam tape is lifting; the stitching on the hip belt tore; the torch flickers; it deflates by 3 am; both boots are for the left foot; the burner spits yellow; the buckle shattered in the cold
    questions: does the {noun} run small => most customers go half a size up; what is the hydrostatic head => it is 3000 mm for the fly and 5000 mm for the floor; can i machine wash it => yes, at 30 degrees without softener; what does the {noun} weigh packed => 1.9 kg with everything; is there a repair service => yes, repairs cost a flat 18 and take about two weeks; is it warm enough for snow => the comfort limit is minus two; does it fit in hand luggage => packed it is 44 cm long, so it fits
    uses: on the west coast path; for scouts; for a trip to Norway; at festivals; walking the dog; for bikepacking; on night hikes; for my expedition assessment`,
  ),
  parseSector(
    'cycling',
    `nouns: helmet, chainset, saddle, pannier, bike light, floor pump, derailleur, cassette, brake pad, tyre, inner tube, handlebar tape, child seat, cycling short, multitool, mudguard, lock, wheelset, bottle cage, cleat, indoor trainer
    adjectives: carbon, tubeless, gravel, commuter, aero, rechargeable, eleven speed, alloy, hydraulic, reflective, mtb, clip on, stainless, puncture resistant
    parts: freehub, spoke, bracket, clamp, bearing, thru axle, rotor, seatpost, pawl, lever, rubber strap, mount, valve core, jockey wheel
    defects: it creaks under load; it slips down while riding; the light dies after twenty minutes; the thread was crossed from the factory; it will not hold pressure; the key snapped in the lock; the rotor is warped; it rubs on every turn; the padding went flat; it skips in the two smallest cogs; the bearing is rough; the strap perished
    questions: does the {noun} fit a 27.2 seatpost => yes, with the shim in the box; which size helmet for 58 cm => 58 cm is a medium; does the {noun} work with sram => it works with 11 speed road groups of both brands; what torque for the bolts => 5 Nm, please use grease not paste; is the tyre tubeless ready => yes, both beads are; how many lumens => 700 on high, 200 on pulse; can i ship a bike box => we ship bike boxes only to pickup points
    uses: for my commute; for winter training; on the cargo bike; for audax rides; for school runs; on the turbo; for a charity ride; on cobbles`,
  ),
  parseSector(
    'music',
    `nouns: midi keyboard, guitar stand, condenser mic, audio interface, ukulele, drum pad, reverb pedal, metronome, violin bow, mixing desk, cajon, trumpet mute, studio monitor, capo, pick set, cable, music stand, sheet folder, synth, saxophone reed box
    adjectives: acoustic, stage, semi weighted, passive, four channel, low latency, rosewood, vintage, portable, phantom powered, balanced, student, concert, folding
    parts: key bed, fader, jack socket, tuning peg, bridge, psu, knob, capsule, hinge, fret, snare wire, footswitch, pad sensor, headphone out
    defects: there is a hum at every volume; the middle c sticks; it goes out of tune within minutes; one channel is dead; the driver installer crashes; the jack is loose; it crackles when i touch the fader; the neck has a twist; the led stays red; the pads double trigger; the bow hair came undone; there is a buzz on the third fret
    questions: does the {noun} come with a case => a padded gig bag is in the box; does the {noun} need phantom power => yes, 48 V; does it work on linux => it is class compliant, so no driver is needed; can i change the strings to nylon => we do not recommend nylon on this model; how many inputs => four, two of them with preamps; is it suitable for a ten year old => yes, the three quarter size fits from about nine; what is the latency => about 6 ms at 64 samples
    uses: for open mic nights; in my bedroom studio; for choir practice; for the school band; for podcasting; to teach beginners; at church on Sundays; on tour`,
  ),
  parseSector(
    'pets',
    `nouns: dog bed, cat tree, water fountain, harness, litter box, kibble bag, aquarium filter, chew toy, grooming brush, pet carrier, automatic feeder, lead, scratching post, rabbit hutch, treat pouch, training pad box, gps collar, puppy pen, flea comb, bird perch
    adjectives: orthopaedic, grain free, no pull, self cleaning, indoor, chew proof, adjustable, senior, washable, large breed, hooded, quiet, salmon, glow in the dark
    parts: pump, clip, strap, cover, motor, bowl, lid, sisal rope, buckle, tray, filter foam, adapter, door, platform
    defects: my dog chewed through it in an hour; the pump screams when the water is low; it tips over when the cat jumps; the bag was split open; the buckle opens by itself; the tracker shows the wrong town; it feeds twice; the smell is awful; the kibble was stale; the cover shrank; the motor grinds; it scared the cat for life
    questions: what size {noun} for a beagle => for a beagle we suggest medium, chest 55 to 70 cm; is the {noun} machine washable => the cover comes off and washes at 40; how many cups per day => for a 12 kg dog about one and a half cups; is the chicken free range => the chicken comes from certified farms in Ireland; does the collar need a subscription => yes, from 4 a month; can puppies use it => from twelve weeks on; does the filter fit older fountains => it fits every fountain from 2021 on
    uses: for our rescue greyhound; for two very lazy cats; for my daughter's guinea pigs; for a senior spaniel; for a foster litter; for walks at night; for my parrot`,
  ),
  parseSector(
    'books',
    `nouns: paperback, hardcover, audiobook, cookbook, atlas, graphic novel, textbook, journal, planner, picture book, boxed set, e-reader, reading light, bookmark set, poetry collection, puzzle, language course, sketchbook, board game, map
    adjectives: illustrated, signed, annotated, pocket, second edition, deluxe, large print, bilingual, clothbound, spiral bound, unabridged, anniversary, secondhand, gift
    parts: dust jacket, spine, binding, chapter, cover, download link, slipcase, index, appendix, ribbon, page block, access code, card deck, answer key
    defects: pages 112 to 144 are missing; the spine was cracked; it is in Dutch; the code says already redeemed; the corner was crushed; the print is so faint i cannot read it; the audio stops at chapter nine; half the pages are upside down; three puzzle pieces are missing; it is the wrong edition; the dust jacket was torn; someone had written in it
    questions: is the {noun} the uk edition => it is the international edition with British spelling; when does volume four come out => volume four is announced for the spring; can i read it on a kindle => our files are EPUB, you can send them to a Kindle by email; is there a teacher discount => yes, 15 percent with a school address; what age is the {noun} for => we recommend it from eight; does the code come by post => the code is sent by email within an hour; is it signed by the author => only the numbered copies are signed
    uses: for my book club; for a seminar; as a bedtime story; for my exam in spring; on long train rides; for my classroom; for Spanish evening class`,
  ),
  parseSector(
    'craft',
    `nouns: sewing machine, yarn bundle, watercolour set, glue gun, embroidery hoop, kiln shelf, clay block, cutting mat, resin kit, loom, stamp set, calligraphy pen, candle mould, knitting needle set, rotary cutter, easel, bead box, screen printing kit, fabric bolt, airbrush
    adjectives: hand dyed, archival, beginner, student grade, alpaca, interchangeable, bamboo, metallic, water soluble, self healing, professional, mini, quilting, felt
    parts: bobbin, presser foot, nozzle, needle, pedal, hoop screw, pan, cartridge, clamp, blade, tip, belt, tray, thread guide
    defects: the thread bunches underneath; the dye lots do not match; the resin never cured; two pans were dried out; it skips stitches on denim; the mat is warped; the needles are bent; the tip clogs after a minute; the pedal only knows full speed; the colours are nothing like the photo; the wax smells of diesel; there is a knot every metre
    questions: does the {noun} come with needles => a starter set of three is in the box; is the paint lightfast => all but two colours are rated lightfast; which foot for zips => the narrow zipper foot, number four; is the {noun} suitable for left handers => yes, it works with both hands; how much yarn for a jumper => for a medium about 900 metres; can i fire it in a home kiln => yes, up to cone 6; do you sell offcuts => offcut boxes go online on Fridays
    uses: for quilts; for wedding invitations; for my etsy shop; at the community workshop; with my grandchildren; for costumes; for a mural; for therapy groups`,
  ),
];
