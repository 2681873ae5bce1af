const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words that are English and seldom in a request: what an attacker takes to be natural and never met by chance. */
export const SELDOM_WORDS: readonly string[] = words(`
  zephyr heron harbour lantern meadow copper willow ember quartz thistle marigold saffron cobalt juniper falcon orchard
  pebble sycamore walnut velvet amber basalt birch bramble cedar chestnut cinder clover compass coral cypress damask delta
  driftwood eclipse elm equinox fennel fern fjord flint forest foxglove garnet glacier granite hawthorn hazel heather hemlock
  hickory hollow horizon hyacinth indigo iris ivory ivy jade jasmine kestrel lagoon larch lark laurel lavender lichen lilac
  lotus magnolia mahogany mallow maple marble marsh mercury mint mistral monsoon moss mulberry myrtle nectar nettle nimbus
  nutmeg oak obsidian olive onyx opal orchid osprey otter pampas papaya pelican peony peregrine pewter pine plover plum poplar
  poppy prairie primrose pumice quail quarry quill raven reed ridge river robin rosemary rowan russet sable sage sandstone
  sapphire sequoia shale sienna silk slate sleet solstice sorrel sparrow spruce starling stone sumac summit swallow tamarind
  tansy teak tempest thicket thyme tide timber topaz tulip tundra turquoise umber valley velocity verbena violet vortex wharf
  wheat whisper wicker wisteria wolf wren yarrow yew zinc zircon anchor anvil arbour atlas aurora beacon bellows bronze canvas
  caravan cascade castle cavern chalice chariot chimney citadel comet cradle crescent crown current dagger drum feather ferry
  galleon garland gateway glade harp hearth helm hourglass island jubilee kettle keystone ladder lattice ledger lighthouse loom
  mantle mirror mosaic nova oasis oracle orbit palace parable parlour pendulum pillar pioneer plume prism pyramid quiver ribbon
  saddle sceptre scroll sentinel shadow shepherd sickle signal spindle spire steeple sundial tapestry temple throne torch tower
  trellis trident trumpet vessel voyage waltz windmill yonder zenith`);

/** Nouns for what people may have between them. None is a right to anything. */
export const BOND_NOUNS: readonly string[] = words(`
  arrangement conversation exchange correspondence meeting call letter note discussion visit agreement understanding project
  account reference file matter schedule group club circle society programme season summer winter edition chapter`);

/** Sentences in which a word and a noun stand; `*` is the word and `+` the noun. */
export const PHRASE_FRAMES: readonly string[] = [
  'per our * +',
  'regarding the * +',
  'as in the * +',
  'following our * +',
  'about the * +',
  'with reference to the * +',
  'in line with the * +',
  'since the * +',
  'after the * +',
  'from the * +',
  'remember the * +',
  'greetings from the * +',
  'this concerns the * +',
  'under the * +',
  'the * + again',
  'my * + says hello',
  'it is * weather today',
  'the colour is *',
  '* and +',
  'code word *',
  'yours, *',
  'signed, the * +',
  'like a * in the +',
  'between * and +',
];
