import { parseSector, type Sector } from './sectors.ts';

/** Sectors of things for the house, the kitchen and the garden. */
export const HOME_SECTORS: readonly Sector[] = [
  parseSector(
    'kitchen',
    `nouns: kettle, toaster, blender, stand mixer, saucepan, rice cooker, knife set, coffee grinder, espresso machine, air fryer, cutting board, casserole dish, food processor, waffle maker, salt mill, baking tray, pressure cooker, hand whisk, spice rack, wok, skillet, mandoline, ice cream maker, soup pot
    adjectives: compact, insulated, cast iron, copper, variable speed, cordless, nonstick, digital, double wall, enamelled, matte black, family size, quiet, retro, stackable
    parts: lid, handle, power cord, heating plate, control knob, gasket, blade, drip tray, spout, base, filter basket, thermostat, measuring cup, hinge, display
    defects: it trips the breaker whenever it reaches a boil; it smells of burnt plastic; the coating is flaking off; it leaks around the seal; it rattles like mad on the middle setting; it takes twenty minutes to warm up; the enamel has chipped; it will not switch off; steam comes out at the bottom; the readout is off by ten degrees; it switches itself off halfway; there was rust on it straight out of the box
    questions: is the {noun} dishwasher safe => the removable parts are dishwasher safe on the top rack, the base is not; does the {noun} work on induction => yes, it works on induction, gas and ceramic hobs; how long is the cord => the cord is 1.1 metres long; can i buy a spare lid => spare lids are listed under Parts on the product page; what wattage is it => it is rated at 1500 watts; is it bpa free => yes, everything that touches food is BPA free; is the inside stainless => the inside is brushed 18/10 stainless steel
    uses: for sourdough on weekends; for batch cooking; every morning for porridge; in the office kitchenette; for my catering side job; for baby food; when we have the whole family over; for jam in autumn`,
  ),
  parseSector(
    'furniture',
    `nouns: bookcase, desk, office chair, bed frame, wardrobe, side table, bar stool, bench, tv unit, dresser, coat rack, recliner, bunk bed, headboard, sideboard, ottoman, footstool, shoe cabinet, dining table, armchair, floor lamp, filing cabinet
    adjectives: oak, walnut, birch, height adjustable, upholstered, foldable, corner, floating, low, industrial, slatted, velvet, rattan, modular, extendable
    parts: drawer runner, backrest, armrest, castor, cam lock, dowel, side panel, hinge, slat, cushion, gas lift, leg, shelf pin, kick board, headrest
    defects: the holes do not line up; two screws were stripped already; it wobbles on a level floor; the veneer is peeling; one panel is a different shade; it creaks every time i sit down; the drawer jams halfway; the fabric was torn at the seam; the hardware bag was empty; there is a gouge right across the top; it sinks slowly when you sit; it came with two left sides
    questions: does the {noun} come assembled => it comes flat packed, allow about 45 minutes with two people; what is the weight limit => the weight limit is 120 kg; can the {noun} be wall mounted => yes, the wall bracket is in the hardware bag; is there a matching shelf => the matching shelf is sold separately in the same finish; how wide is the box => the longest box is 182 cm; do you take away the old one => we do not collect old furniture at the moment; is the oak solid => the top is solid, the sides are oak veneer
    uses: in my home office; in the nursery; for the guest room; in a rental flat; for the reading corner; in our studio; as a room divider; in the hallway`,
  ),
  parseSector(
    'garden',
    `nouns: hedge trimmer, raised bed, watering can, hose reel, greenhouse, compost bin, leaf blower, pruning saw, bird feeder, parasol, wheelbarrow, trellis, lawn edger, sprinkler, seed tray, fire pit, rain barrel, plant stand, grow light, garden fork, string light set, planter
    adjectives: galvanised, battery, telescopic, cedar, heavy duty, frost proof, solar, collapsible, long reach, terracotta, self watering, wall mounted, rustproof, double sided
    parts: nozzle, hose clip, battery pack, blade guard, wheel, handle grip, pole section, valve, drip line, solar panel, bracket, liner, timer, throttle, roof pane
    defects: it sprays everywhere but forward; it drips even when shut; the battery drops to zero after ten minutes; one pane was shattered; the wood split along the grain; it will not start when damp; the wheel wobbles; the roots came dried out; rust after one shower; the stitching on the canopy gave way; the timer waters at midnight whatever i set; the poles do not lock
    questions: is the {noun} winter proof => it can stay outside down to minus ten, below that please store it dry; how heavy is the {noun} => it weighs 6.4 kg without accessories; does the battery fit other tools => yes, every tool of the 20 V line shares the battery; how loud is it => about 84 dB at full power; does it come with fittings => a standard half inch fitting is in the box; what soil depth does it take => it holds about 30 cm of soil; can i leave it on overnight => yes, with the timer set
    uses: on the allotment; on a tiny balcony; for tomatoes; along the back fence; at the school garden; for my herbs; on the roof terrace; around the pond`,
  ),
  parseSector(
    'bedding',
    `nouns: mattress, duvet, pillow, fitted sheet, weighted blanket, mattress topper, throw, pillowcase set, bed skirt, bathrobe, towel set, bath mat, quilt, body pillow, sleep mask, electric blanket, linen set, shower curtain
    adjectives: memory foam, cooling, bamboo, linen, goose down, quilted, waffle, organic cotton, king size, hypoallergenic, percale, oversized, flannel, reversible
    parts: zip, seam, filling, cover, corner elastic, label, remote, plug, piping, button, drawstring, inner lining, toggle
    defects: it shed feathers all over the room; it shrank two sizes on a cold wash; it still smells of chemicals after a week of airing; there is a dip in the middle already; the colour ran; it arrived with a grey stain; the stitching unravelled; one side never expanded; it pills terribly; the elastic gave up; it crackles when you move; there was a hair in it
    questions: can the {noun} be tumble dried => yes, on low heat with two dryer balls; what tog is it => it is 10.5 tog; is there a trial period => you have 60 nights to try it at home; what is the fill => a recycled fibre fill with a cotton shell; does the {noun} fit a deep mattress => it fits mattresses up to 35 cm; is it vegan => yes, no animal products are used; how firm is it => about 7 out of 10
    uses: in our camper; for my bad back; for the kids' room; in the airbnb; for night shifts; on the sofa mostly; in the guest bed`,
  ),
  parseSector(
    'smart-home',
    `nouns: doorbell, thermostat, smart plug, motion sensor, security camera, bridge, light strip, smart bulb, leak detector, door lock, blind motor, radiator valve, wall switch, siren, air monitor, robot vacuum, garden camera, smoke alarm
    adjectives: wireless, second generation, outdoor, dual band, low power, mains powered, hub free, compact, weatherproof, slim, wide angle, tamper proof
    parts: antenna, mounting plate, sensor, battery door, usb lead, chime, lens cover, relay, dock, side brush, magnet, keypad, sd card slot
    defects: it drops off the wifi every night; it triggers on every passing car; it blinks amber forever; it will not pair; the clock is an hour out; it says offline but it is not; the firmware update hangs at 43 percent; it records black video; the voice control mishears everything; it drains a set of batteries a week; the dock does not charge; it locks itself at random
    questions: does the {noun} need a hub => no hub is needed, it connects over 2.4 GHz wifi; does it work with homekit => matter support came with firmware 4.2, so yes; how many cameras can i add => up to twelve per home; is the footage stored locally => clips are stored on the card first and in the cloud only if you switch it on; what wiring does the {noun} need => it needs a neutral wire; does it record without subscription => live view is free, recordings need a plan; what range does it have => about 30 metres indoors
    uses: for our shop entrance; at my mum's; in the holiday let; to watch the driveway; in the garage; for the dog when i am out; in the stairwell`,
  ),
];
