import { parseSector, type Sector } from './sectors.ts';

/** Product areas that only a month with `drift` has. */
export const DRIFT_SECTORS: readonly Sector[] = [
  parseSector(
    'e-mobility',
    `nouns: e-scooter, wallbox, charging cable, swappable battery, cargo trailer, hub motor, throttle kit, folding e-bike, dash module, charge card
    adjectives: type 2, three phase, leased, dual motor, long range, certified, tethered, regenerative, street legal
    parts: controller, kickstand, torque sensor, rfid tag, charge port, breaker, stem latch, motor cable
    defects: the wallbox throws error f12 and stops at 80 percent; the scooter brakes by itself downhill; the range is half of what you promise; the charge card is refused at every station; the battery bulges; the throttle sticks; the assist cuts out on hills; the cable will not unlock from the car
    questions: does the {noun} need an electrician => yes, the installation must be done and registered by an electrician; can the battery fly => no, it is above the airline limit of 160 Wh; is the {noun} covered by the leasing plan => yes, wear parts included; what kilowatts does it charge at => 11 kW on three phases, 3.7 on one; can two cars share it => load balancing works with up to four boxes
    uses: for last mile deliveries; for our pool cars; to get to the station; in the underground car park; with solar surplus`,
  ),
  parseSector(
    'energy-tariff',
    `nouns: balcony solar kit, inverter, smart meter, heat pump contract, dynamic tariff, home battery, feed-in plan, gas boiler cover, meter gateway, roof panel
    adjectives: hourly, bifacial, hybrid, fixed price, green, plug in, prosumer, modulating, single phase
    parts: optimiser, grid plug, meter reading, tariff sheet, micro inverter, clamp meter, mounting hook, buffer tank
    defects: the meter reading jumped by 4000 kwh; the inverter hums at noon; the tariff shows negative prices but i am billed; the panels stopped feeding in; the app credits the wrong house; the heat pump ices over; the battery only charges at night; the instalment doubled
    questions: can i leave the {noun} when i move => yes, with the handover form two weeks ahead; do i have to register the {noun} => yes, at the grid operator, we fill in the form for you; what is the feed in rate => currently 8.1 cents per kWh; is the {noun} allowed in a rented flat => the landlord has to agree but may not refuse without reason; when is power cheapest => usually between one and five in the afternoon
    uses: on the south balcony; in a terraced house; for the bakery; with our wallbox; for a housing cooperative`,
  ),
  parseSector(
    'telehealth',
    `nouns: video consultation, repeat prescription, blood test kit, sleep study, physio programme, allergy panel, glucose sensor, sick note, vaccination pass, therapy course
    adjectives: same day, home, six week, private, paediatric, follow up, dermatology, guided, insured
    parts: lancet, sample tube, referral, consent form, barcode, waiting room link, dosage chart, sensor patch
    defects: the doctor never joined the call; the lab lost my sample; the prescription went to a pharmacy in the wrong town; the sensor fell off in the shower; my referral is unreadable; the results say pending for nine days; the video froze when it mattered; the questionnaire logs me out
    questions: is the {noun} covered by insurance => most plans refund it, we send you an itemised receipt; how do i return the tube => with the prepaid biohazard bag, by any post office before noon; can my partner join the call => yes, share the waiting room link; how long are results kept => ten years, you can download them any time; do you see children => from age three with a guardian present
    uses: since i moved to the coast; for my asthma; instead of a two hour drive; for my teenage son; after the operation`,
  ),
];
