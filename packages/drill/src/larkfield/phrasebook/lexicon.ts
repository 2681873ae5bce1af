import { listRule, type Rules } from '../language/grammar.ts';
import { CITIES, FIRST_NAMES } from '../world/names.ts';

const list = (text: string): string =>
  listRule(
    text
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('_', ' ')),
  );

/** Everyday words by kind; the common ones first, so that the tail is rare. */
export const LEXICON: Rules = {
  anyCity: listRule(CITIES),
  anyName: listRule(FIRST_NAMES),
  weekday: list('Monday Friday Tuesday Saturday Thursday Wednesday Sunday'),
  month: list('September October August July June May April March December January February November'),
  relative:
    list(`husband wife son daughter mum sister brother dad mother partner neighbour flatmate boss friend grandmother nephew
    niece colleague father_in_law aunt cousin roommate uncle grandson landlord stepson godmother fiancé ex girlfriend twins
    mother_in_law tenant lodger boyfriend granddad assistant intern teenage_daughter eldest toddler best_man co_founder choirmaster`),
  occasion:
    list(`birthday party_on_Saturday wedding holiday house_move anniversary baby_shower Christmas graduation school_trip
    trade_fair retirement_do camping_trip new_job exam christening barbecue hospital_stay job_interview village_fête photo_shoot
    charity_auction book_launch thesis_defence Diwali Eid Hanukkah housewarming half_term road_trip stag_weekend recital open_day
    opening_night bake_sale regatta flu_jab_day leaving_do carnival pub_quiz inspection silver_wedding naming_day`),
  hobby:
    list(`gardening football running painting knitting cooking fishing chess choir yoga cycling photography climbing
    birdwatching pottery sailing salsa badminton baking genealogy karate crosswords rowing origami beekeeping stand-up archery
    fencing kayaking whittling astronomy ballroom geocaching calligraphy rugby netball darts metal_detecting bouldering curling`),
  job: list(`nurse teacher driver carpenter student plumber chef designer caretaker paramedic accountant freelancer barista
    electrician midwife translator librarian florist hairdresser welder postman roofer childminder vet lecturer tiler locksmith
    farmer bookkeeper optician tailor actuary surveyor cellist stonemason glazier dispatcher beautician lifeguard curator`),
  place:
    list(`kitchen garage hallway porch office living_room basement shed balcony bedroom attic reception mailroom car
    staff_room bathroom garden conservatory stairwell utility_room van studio spare_room workshop lobby bike_store back_yard cellar
    allotment loading_bay caravan stockroom nursery laundry_room veranda pantry boiler_room caretaker's_lodge`),
  animal:
    list(`dog cat puppy rabbit parrot hamster tortoise hen kitten goat ferret spaniel guinea_pig budgie horse whippet
    labradoodle gecko donkey corgi canary siamese duck alpaca stick_insect hedgehog`),
  food: list(`tea coffee toast soup pizza cake curry porridge pancakes lasagne biscuits risotto chilli stew omelette dumplings
    flapjacks ramen crumble goulash hummus paella scones burritos pierogi sourdough kimchi shakshuka gumbo trifle moussaka`),
  weather: list(
    'rain snow heat storm wind fog frost drizzle hail sunshine flooding thunder humidity sleet smog heatwave gale',
  ),
  colour:
    list(`black white grey blue green red navy beige brown silver yellow orange pink purple teal cream sage charcoal mustard
    burgundy turquoise ivory coral khaki lilac olive gold terracotta maroon mint cobalt ochre magenta taupe indigo rust`),
  badFeeling:
    list(`annoyed disappointed frustrated upset confused worried cross angry fed_up stressed puzzled unimpressed tired gutted
    furious embarrassed baffled livid exhausted let_down irritated lost desperate sceptical concerned miffed dismayed at_my_wits_end
    flabbergasted disheartened rattled dumbfounded peeved exasperated stumped mortified seething crestfallen`),
  goodFeeling:
    list(`happy pleased impressed delighted grateful relieved chuffed thrilled glad over_the_moon surprised content amazed
    touched smitten reassured thankful elated hooked converted`),
  goodThing:
    list(`great lovely brilliant perfect nice excellent good fantastic awesome super wonderful amazing cool terrific handy
    superb sweet splendid solid top decent first-rate fab ace marvellous stellar magic smooth`),
  badThing:
    list(`bad poor awful terrible annoying ridiculous silly useless disappointing rubbish unacceptable a_joke shoddy dreadful
    flimsy messy confusing clunky sloppy a_shambles pathetic second-rate abysmal dire half-baked cheap_looking lousy outrageous`),
  very: list(
    'really very so quite a_bit rather pretty extremely totally incredibly properly genuinely terribly mildly awfully bloody',
  ),
  device:
    list(`iPhone laptop iPad Android_phone Pixel Mac desktop Galaxy work_computer Chromebook tablet Windows_PC Surface
    Fairphone Kindle_Fire ThinkPad old_Nokia Xperia Mac_mini Linux_box OnePlus smart_TV`),
  browser: list('Chrome Safari Firefox Edge Brave Opera Samsung_Internet DuckDuckGo Vivaldi'),
  duration:
    list(`two_days a_week three_days an_hour ten_days two_weeks half_a_day a_month twenty_minutes four_days ages five_days
    all_morning a_fortnight six_weeks the_whole_weekend nine_days 48_hours half_an_hour eleven_days`),
  times: list(
    'twice three_times once a_few_times four_times several_times five_times half_a_dozen_times six_times countless_times',
  ),
  since:
    list(`yesterday last_week Monday this_morning last_night the_weekend Friday last_month the_update Tuesday a_few_days_ago
    the_3rd the_bank_holiday lunchtime we_moved the_clocks_changed early_September payday`),
  smallNumber: list('two three four five six seven eight nine ten twelve eleven fifteen'),
  packaging: list(
    `box parcel packaging carton wrapping envelope bag outer_box tape bubble_wrap padding crate polystyrene label jiffy_bag`,
  ),
};
