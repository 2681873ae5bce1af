/**
 * English function words and auxiliaries: the words that carry syntax rather than content.
 * The skeleton view keeps them; reply features made of nothing else are not evidence.
 */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are as at back be because been before being below between
  both but by can could did do does doing don't down during each either else ever every few for from further get got
  had has have having he her here hers him his how i i'd i'll i'm i've if in into is isn't it it's its just let like
  may me might mine more most much must my neither no nor not now of off on once one only or other our ours out over
  own per please same shall she should since so some such than that that's the their theirs them then there these they
  this those though through to too under until up upon us very was we we'd we'll we're we've were what when where
  whether which while who whom whose why will with within without won't would yes yet you you'd you'll you're you've
  your yours`.split(/\s+/),
);
