/**
 * Documents that must not compile, one a line: what it is, a text of the example, what replaces its first occurrence,
 * and the first fault that must be reported, from its place on. `⏎` stands for a line end.
 */
export interface MalformedCase {
  readonly title: string;
  readonly find: string;
  readonly replacement: string;
  readonly fault: string;
}

/** Faults: markdown. */
export const MARKDOWN_CASES: readonly MalformedCase[] = casesOf(`
a block whose info string has two spaces :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yaml  bezoar⏎control: corpus/caps !! 29:1: the info string \`yaml  bezoar\` is not read as configuration, did you mean \`yaml bezoar\`?
a block whose info string is upper case :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`YAML bezoar⏎control: corpus/caps !! 29:1: the info string \`YAML bezoar\` is not read as configuration, did you mean \`yaml bezoar\`?
a block whose info string says yml :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yml bezoar⏎control: corpus/caps !! 29:1: the info string \`yml bezoar\` is not read as configuration, did you mean \`yaml bezoar\`?
a block whose info string is \`bezoar\` alone :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`bezoar⏎control: corpus/caps !! 29:1: the info string \`bezoar\` is not read as configuration, did you mean \`yaml bezoar\`?
a block whose info string swaps two letters :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yaml beozar⏎control: corpus/caps !! 29:1: the info string \`yaml beozar\` is not read as configuration, did you mean \`yaml bezoar\`?
a block whose info string has a Cyrillic letter :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yaml bez\u043ear⏎control: corpus/caps !! 29:1: the info string \`yaml bez\u043ear\` is not read as configuration, did you mean \`yaml bezoar\`?
a block whose info string has a no-break space :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yaml\u00a0bezoar⏎control: corpus/caps !! 29:1: the info string \`yaml<U+00A0>bezoar\` is not read as configuration, did you mean \`yaml
a block whose info string says more :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yaml bezoar title=caps⏎control: corpus/caps !! 29:1: the info string \`yaml bezoar title=caps\` is not read as configuration, did you mean \`yaml
a block whose info string is in braces :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`{yaml bezoar}⏎control: corpus/caps !! 29:1: the info string \`{yaml bezoar}\` is not read as configuration, did you mean \`yaml bezoar\`?
a control in a block of plain YAML :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`yaml⏎control: corpus/caps !! 29:1: a block that declares a control has the info string \`yaml\`, and is not read, did you mean
a control in a block without an info string :: \`\`\`yaml bezoar⏎control: corpus/caps => \`\`\`⏎control: corpus/caps !! 29:1: a block that declares a control has no info string, and is not read, did you mean \`yaml
a block within a quote :: \`\`\`yaml bezoar⏎control: corpus/caps => > \`\`\`yaml bezoar⏎control: corpus/caps !! 29:3: a \`yaml bezoar\` block within a quote: it would not be read
a block within a list item :: \`\`\`yaml bezoar⏎control: corpus/caps => - \`\`\`yaml bezoar⏎control: corpus/caps !! 29:3: a \`yaml bezoar\` block within a list: it would not be read
a block that continues a list item :: \`\`\`yaml bezoar⏎control: corpus/caps => - caps:⏎⏎  \`\`\`yaml bezoar⏎control: corpus/caps !! 31:3: a \`yaml bezoar\` block within a list: it would not be read
a block that is indented as code :: \`\`\`yaml bezoar⏎control: corpus/caps =>     \`\`\`yaml bezoar⏎control: corpus/caps !! 29:5: a \`yaml bezoar\` block indented as code: it would not be read
a block that is indented by a tab :: \`\`\`yaml bezoar⏎control: corpus/caps => \u0009\`\`\`yaml bezoar⏎control: corpus/caps !! 29:2: a \`yaml bezoar\` block indented as code: it would not be read
a block within an HTML comment :: \`\`\`yaml bezoar⏎control: corpus/caps => <!-- off⏎⏎\`\`\`yaml bezoar⏎control: corpus/caps !! 31:1: a \`yaml bezoar\` block within an HTML comment: it would not be read
a block within an HTML block :: \`\`\`yaml bezoar⏎control: corpus/caps => <details>⏎\`\`\`yaml bezoar⏎control: corpus/caps !! 30:1: a \`yaml bezoar\` block within HTML: it would not be read
a block within preformatted HTML :: \`\`\`yaml bezoar⏎control: corpus/caps => <pre>⏎⏎\`\`\`yaml bezoar⏎control: corpus/caps !! 31:1: a \`yaml bezoar\` block within HTML: it would not be read
a block that an open fence above swallows :: ## Caps⏎ => ## Caps⏎⏎\`\`\`text⏎ !! 31:1: a \`yaml bezoar\` fence within the code block that begins on line 28: it would not be read
`);

/** Faults: head and corpus. */
export const HEAD_AND_CORPUS_CASES: readonly MalformedCase[] = casesOf(`
a version that is not known :: version: 1 => version: 2 !! 7:10: expected \`version\` to be the number \`1\`, got the number \`2\`
a version in quotes :: version: 1 => version: "1" !! 7:10: expected \`version\` to be the number \`1\`, got the quoted text \`1\`
a version with a decimal point :: version: 1 => version: 1.0 !! 7:10: expected \`version\` to be the number \`1\`, got the number \`1.0\`
a head without version :: version: 1⏎ =>  !! 7:1: expected the first block to begin with \`version: 1\`
a head without change rules :: change: { loosen: 2 signatures, signers: keys/allowed_signers }⏎ =>  !! 7:1: expected the first block to have the key \`change\`
a second head :: control: corpus/caps⏎answers => version: 1⏎control: corpus/caps⏎answers !! 30:1: unknown key \`version\`
a profile that is misspelt :: profile: fine-tuner => profile: fine-tunr !! 8:10: expected \`profile\` to be one of \`fine-tuner\`, \`open-weights\`, \`api-consumer\`, \`agent\`,
loosening without a signature :: loosen: 2 signatures => loosen: 0 signatures !! 9:19: expected \`loosen\` to be a number of signatures from 1 to 16, such as \`2 signatures\`, got
signatures as a number :: loosen: 2 signatures => loosen: 2 !! 9:19: expected \`loosen\` to be a number of signatures from 1 to 16, such as \`2 signatures\`, got
one signatures :: loosen: 2 signatures => loosen: 1 signatures !! 9:19: expected \`loosen\` to be a number of signatures from 1 to 16, such as \`2 signatures\`, got
more signatures than anyone gathers :: loosen: 2 signatures => loosen: 99 signatures !! 9:19: expected \`loosen\` to be a number of signatures from 1 to 16, such as \`2 signatures\`, got
a tightening that needs more than a loosening :: loosen: 2 signatures => loosen: 2 signatures, tighten: 3 signatures !! 9:9: expected \`loosen\` to need at least as many signatures as \`tighten\`, got 2 and 3
an absolute path of signers :: signers: keys/allowed_signers => signers: /etc/allowed_signers !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path of signers that leaves the folder :: signers: keys/allowed_signers => signers: ../allowed_signers !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path that leaves the folder in its middle :: signers: keys/allowed_signers => signers: keys/../../allowed_signers !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path with a scheme :: signers: keys/allowed_signers => signers: "https://evil.example/keys" !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path with a drive :: signers: keys/allowed_signers => signers: "C:/keys" !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path with backslashes :: signers: keys/allowed_signers => signers: keys\\allowed_signers !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path into the home folder :: signers: keys/allowed_signers => signers: "~/allowed_signers" !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a path that looks like an option :: signers: keys/allowed_signers => signers: "-Wkeys" !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a control id that is misspelt :: control: corpus/caps => control: corpus/cap !! 30:10: expected \`control\` to be one of 27 control ids such as \`corpus/caps\`, got \`corpus/cap\`,
a control id that does not exist :: control: corpus/caps => control: quality/benchmarks !! 30:10: expected \`control\` to be one of 27 control ids such as \`corpus/caps\`, got
a key \`control\` that is misspelt :: control: corpus/caps => contrl: corpus/caps !! 30:1: expected a block to have the key \`control\` or \`accepted\`, did you mean \`control\`?
a block that is a list :: control: corpus/caps⏎ => - corpus/caps⏎ !! 31:1: unexpected scalar at node end
a threat that is misspelt :: AML.T0020 => AML.T020 !! 31:35: expected an item of \`answers\` to be one of \`LLM04:2025\`, \`LLM05:2026\`, \`LLM03:2025\`,
a threat that is given twice :: LLM05:2026, AML => LLM04:2025, AML !! 31:23: \`answers\` has \`LLM04:2025\` twice
answers without a threat :: answers: [LLM04:2025, LLM05:2026, AML.T0020] => answers: [] !! 31:10: expected \`answers\` to have 1 to 500 items, got 0
an age of evidence without unit :: evidence: 35d => evidence: 35 !! 17:11: expected \`evidence\` to be a duration such as \`30d\`, got the number \`35\`
an age of evidence in words :: evidence: 35d => evidence: 35 days !! 17:11: expected \`evidence\` to be a duration such as \`30d\`, got \`35 days\`, did you mean \`35d\`?
an age of evidence that is negative :: evidence: 35d => evidence: -35d !! 17:11: expected \`evidence\` to be a duration such as \`30d\`, got \`-35d\`
a field that records do not have :: account: user.id => acount: user.id !! 18:11: expected a key of \`fields\` to be a field of a record, got \`acount\`, did you mean
a field path with a space :: account: user.id => account: user id !! 18:20: expected \`account\` of \`fields\` to be a dotted path such as \`user.id\`, got \`user id\`
a tier that is misspelt :: tier: customer-owned => tier: customer-own !! 21:44: expected \`tier\` to be one of \`first-party-reviewed\`, \`first-party-generated\`,
a source without a tier :: , tier: customer-owned =>  !! 21:10: expected \`chats\` of \`sources\` to have the key \`tier\`
a source without a path :: path: exports/*.jsonl.gz,  =>  !! 21:10: expected \`chats\` of \`sources\` to have the key \`path\`
a source whose path is empty :: path: exports/*.jsonl.gz => path: "" !! 21:18: expected \`path\` to be a path within the document's folder, without \`..\`, such as
a source whose list of paths is empty :: path: exports/*.jsonl.gz => path: [] !! 21:18: expected \`path\` to have 1 to 500 items, got 0
no source at all :: sources:⏎  staff: { path: data/staff/*.jsonl, tier: first-party-reviewed }⏎  chats: { path: exports/*.jsonl.gz, tier: customer-owned } => sources: {} !! 19:10: expected \`sources\` to have 1 to 500 keys, got 0
a source that is declared twice ::   chats: { =>   staff: { !! 21:3: the key \`staff\` stands here for the second time
a source with an empty value ::   chats: { path: exports/*.jsonl.gz, tier: customer-owned } =>   chats: !! 21:9: expected a value, got nothing
a source name with a space ::   chats: { =>   our chats: { !! 21:3: expected a key of \`sources\` to be the name of a source, got \`our chats\`
a tier in admit_to_base that is misspelt :: open: 2 signatures } => opn: 2 signatures } !! 22:48: expected a key of \`admit_to_base\` to be a trust tier, got \`opn\`, did you mean \`open\`?
admission without a signature :: customer-owned: 2 signatures => customer-owned: 0 signatures !! 22:34: expected \`customer-owned\` of \`admit_to_base\` to be a number of signatures from 1 to 16,
a signal that is required and never alone :: require: [resolved, staff_sampled] => require: [rating] !! 23:12: \`selection\` requires \`rating\`, which \`never_alone\` says must not select a record
selection that names no signal :: { never_alone: [rating, thumbs], require: [resolved, staff_sampled] } => {} !! 23:12: expected \`selection\` to be a map with \`never_alone\`, \`require\`, got an empty map
caps without a window :: window: 30d⏎ =>  !! 30:1: expected the block of \`corpus/caps\` to have the key \`window\`
caps without records :: records: { account: 5, cluster: 12, tenant: 400 }⏎ =>  !! 30:1: expected the block of \`corpus/caps\` to have the key \`records\`
a cap that is zero :: account: 5 => account: 0 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap that is negative :: account: 5 => account: -5 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap in scientific notation :: account: 5 => account: 1e3 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap in hexadecimal :: account: 5 => account: 0x5 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap in octal :: account: 5 => account: 0o5 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap with a leading zero :: account: 5 => account: 05 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap with a plus sign :: account: 5 => account: +5 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap in sexagesimal :: account: 5 => account: 1:30 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got \`1:30\`
a cap with an underscore :: tenant: 400 => tenant: 4_00 !! 33:45: expected \`tenant\` to be a whole number from 1 to 1000000000, in plain digits, got \`4_00\`,
a cap with a decimal point :: account: 5 => account: 5.0 !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap that is infinite :: tenant: 400 => tenant: .inf !! 33:45: expected \`tenant\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap that is not a number :: tenant: 400 => tenant: .nan !! 33:45: expected \`tenant\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap beyond safe integers :: tenant: 400 => tenant: 9007199254740993 !! 33:45: expected \`tenant\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap in quotes :: account: 5 => account: "5" !! 33:21: expected \`account\` to be a whole number from 1 to 1000000000, in plain digits, got the
a cap that is empty :: account: 5, => account: , !! 33:21: expected a value, got nothing
a cap that is null :: account: 5 => account: null !! 33:21: expected a value, got nothing
a cap of an unknown group :: cluster: 12 => clusters: 12 !! 33:24: unknown key \`clusters\`, did you mean \`cluster\`?
a cap of one account above that of a cluster :: account: 5 => account: 13 !! 33:21: expected the cap of one account in \`records\` to be at most that of one cluster, got 13
a cap of one cluster above that of a tenant :: cluster: 12, tenant: 400 => cluster: 12, tenant: 11 !! 33:33: expected the cap of one cluster in \`records\` to be at most that of one tenant, got 12 and
a cap of one account above that of a tenant :: { account: 5, cluster: 12, tenant: 400 } => { account: 5, tenant: 4 } !! 33:21: expected the cap of one account in \`records\` to be at most that of one tenant, got 5 and 4
a slice cap above the overall one :: slice: { account: 2 => slice: { account: 6 !! 34:19: expected the cap of one account in \`slice\` to be at most that of one cluster, got 6 and 4
a slice whose account cap is above its cluster cap :: slice: { account: 2, cluster: 4 } => slice: { account: 5, cluster: 4 } !! 34:19: expected the cap of one account in \`slice\` to be at most that of one cluster, got 5 and 4
a cluster cap without attributes :: cluster_by: [device, ip, payment]⏎ =>  !! 33:33: a cap on clusters never binds without \`cluster_by\`
an attribute that is given twice :: cluster_by: [device, ip, payment] => cluster_by: [device, ip, device] !! 35:26: \`cluster_by\` has \`device\` twice
lineage: yes :: lineage: true => lineage: yes !! 36:10: expected \`lineage\` to be \`true\` or \`false\`, got \`yes\`, did you mean \`true\`?
lineage: no :: lineage: true => lineage: no !! 36:10: expected \`lineage\` to be \`true\` or \`false\`, got \`no\`, did you mean \`false\`?
lineage in quotes :: lineage: true => lineage: "true" !! 36:10: expected \`lineage\` to be \`true\` or \`false\`, got the quoted text \`true\`, did you mean
lineage in capitals :: lineage: true => lineage: True !! 36:10: expected \`lineage\` to be \`true\` or \`false\`, got the truth value \`True\`, did you mean
a window in months :: window: 30d => window: 1mo !! 32:9: expected \`window\` to be a duration such as \`30d\`, got \`1mo\`
a window of more than ten years :: window: 30d => window: 9999d !! 32:9: expected \`window\` to be a duration such as \`30d\`, got \`9999d\`
a trusted corpus outside the folder :: trusted: [months/2026-09.jsonl.gz] => trusted: [../months/2026-09.jsonl.gz] !! 43:11: expected an item of \`trusted\` to be a path within the document's folder, without \`..\`,
trusted corpora as a text :: trusted: [months/2026-09.jsonl.gz] => trusted: months/2026-09.jsonl.gz !! 43:10: expected \`trusted\` to be a list, got \`months/2026-09.jsonl.gz\`
a severity that is misspelt :: fail_on: high => fail_on: hihg !! 44:10: expected \`fail_on\` to be one of \`info\`, \`low\`, \`medium\`, \`high\`, \`critical\`, got \`hihg\`,
a review of less than all :: flagged: all => flagged: some !! 45:20: expected \`flagged\` to be \`all\`, got \`some\`
a confidence of one :: confidence: 0.95 => confidence: 1 !! 45:63: expected \`confidence\` to be a number between 0 and 1, both excluded, such as \`0.95\`, got
a confidence of zero :: confidence: 0.95 => confidence: 0.0 !! 45:63: expected \`confidence\` to be a number between 0 and 1, both excluded, such as \`0.95\`, got
a confidence in percent :: confidence: 0.95 => confidence: 95 !! 45:63: expected \`confidence\` to be a number between 0 and 1, both excluded, such as \`0.95\`, got
a confidence without its zero :: confidence: 0.95 => confidence: .95 !! 45:63: expected \`confidence\` to be a number between 0 and 1, both excluded, such as \`0.95\`, got
a sample without confidence :: , confidence: 0.95 =>  !! 45:33: expected \`sample\` to have the key \`confidence\`
`);

/** Faults: yaml. */
export const YAML_CASES: readonly MalformedCase[] = casesOf(`
a path with an escaped zero-width space :: signers: keys/allowed_signers => signers: "keys/\\u200ballowed_signers" !! 9:42: expected \`signers\` to be a path within the document's folder, without \`..\`, such as
a publisher that YAML 1.1 takes for a truth value :: publishers: [mistralai] => publishers: [no] !! 53:14: expected an item of \`publishers\` to be the name of a publisher such as \`mistralai\`, in
an anchor and an alias :: records: { account: 5, cluster: 12, tenant: 400 }⏎slice: { account: 2, cluster: 4 } => records: &caps { account: 5, cluster: 12, tenant: 400 }⏎slice: *caps !! 33:10: an anchor is refused: write the value itself, once
a merge key :: slice: { account: 2 => slice: { <<: { account: 2 }, account: 2 !! 34:10: a merge key is refused: write the values themselves
a tag :: window: 30d => window: !!str 30d !! 32:9: a tag is refused: write the value itself, once
a tag of another language :: window: 30d => window: !!python/object:os.system 30d !! 32:9: a tag is refused: write the value itself, once
a key that stands twice :: window: 30d => window: 30d⏎window: 60d !! 33:1: the key \`window\` stands here for the second time
two documents in one block :: window: 30d => ---⏎window: 30d !! 32:1: a document marker is refused: write the value itself, once
the end of a document in a block :: window: 30d => ...⏎window: 30d !! 32:1: a document marker is refused: write the value itself, once
a directive :: control: corpus/caps => %YAML 1.1⏎---⏎control: corpus/caps !! 30:1: a directive is refused: write the value itself, once
a tab before a value :: window: 30d => window:\u000930d !! 32:8: a tab, where spaces are expected, within configuration
a zero-width space in a key :: window: 30d => win\u200bdow: 30d !! 32:4: the invisible character U+200B within configuration
a bidirectional override :: window: 30d => window: 30d # \u202e d1 !! 32:15: the invisible character U+202E within configuration
a no-break space :: window: 30d => window:\u00a030d !! 32:8: U+00A0, which only looks like a space, within configuration
a line separator :: window: 30d => window: 30d\u2028 !! 32:12: U+2028, which only looks like a space, within configuration
a byte order mark in a block :: window: 30d => \ufeffwindow: 30d !! 32:1: the invisible character U+FEFF within configuration
a character that is not UTF-8 :: We fine-tune => We \ufffd fine-tune !! 3:4: a replacement character: the document is not UTF-8 text
a NUL character :: We fine-tune => We\u0000 fine-tune !! 3:3: a NUL character: the document is not UTF-8 text
brackets that are not closed :: cluster_by: [device, ip, payment] => cluster_by: [device, ip, payment !! 36:1: flow sequence in block collection must be sufficiently indented and end with a ]
a quote that is not closed :: owner: support-lead => owner: "support-lead !! 90:141: missing closing "quote
wrong indentation ::   staff: { =>  staff: { !! 21:1: all mapping items must start at the same column
a key without a space after its colon :: window: 30d => window:30d !! 32:1: implicit keys need to be on a single line
a text over two lines :: window: 30d => window: |⏎  30d !! 32:9: expected \`window\` to be a duration such as \`30d\`, got the quoted text \`30d<U+000A>\`
a list as a key :: window: 30d => ? [window]⏎: 30d !! 30:1: expected the block of \`corpus/caps\` to have the key \`window\`
a number as a key :: window: 30d => 30: window !! 30:1: expected the block of \`corpus/caps\` to have the key \`window\`
a key named __proto__ :: window: 30d => window: 30d⏎__proto__: { polluted: true } !! 33:1: unknown key \`__proto__\`
a key named constructor :: window: 30d => window: 30d⏎constructor: 1 !! 33:1: unknown key \`constructor\`
a pair in a list :: cluster_by: [device, ip, payment] => cluster_by: [device: 1, ip] !! 35:14: expected an item of \`cluster_by\` to be the name of an attribute, got a map
`);

/** Faults: artifacts, actions, gate and risks. */
export const LATER_BLOCKS_CASES: readonly MalformedCase[] = casesOf(`
a block that is empty :: control: evaluate/gate⏎references: [models/2026-09]⏎hazards: [issue_credit]⏎budget: standard⏎ =>  !! 80:1: expected a value, got nothing
a control that is declared twice :: control: artifact/pins⏎lock: models.lock⏎publishers: [mistralai]⏎formats: [safetensors] => control: corpus/review⏎fail_on: high !! 51:1: the control \`corpus/review\` is declared on line 41 already
pins without a lock file :: lock: models.lock⏎ =>  !! 51:1: expected the block of \`artifact/pins\` to have the key \`lock\`
a format in capitals :: formats: [safetensors] => formats: [SafeTensors] !! 54:11: expected an item of \`formats\` to be the name of a format such as \`safetensors\`, got
formats that name none :: formats: [safetensors] => formats: [] !! 54:10: expected \`formats\` to have 1 to 500 items, got 0
actions that are allowed by default :: default: deny => default: allow !! 62:10: expected \`default\` to be \`deny\`, got \`allow\`
a look-up with two methods :: { get: "http => { post: "http://127.0.0.1/", get: "http !! 64:23: expected \`refund-eligibility\` of \`lookups\` to have either \`get\` or \`post\`
a look-up without a URL :: get: "http://127.0.0.1:7070/orders/{order_id}/eligibility",  =>  !! 64:23: expected \`refund-eligibility\` of \`lookups\` to have either \`get\` or \`post\`
a look-up that expects nothing :: expect: { eligible: true } => expect: {} !! 64:93: expected \`expect\` to have 1 to 500 keys, got 0
a look-up that expects \`yes\` :: expect: { eligible: true } => expect: { eligible: yes } !! 64:105: expected \`eligible\` of \`expect\` to be a text, a number in plain digits, \`true\` or
a look-up that expects a plain date :: expect: { eligible: true } => expect: { eligible: 2026-01-01 } !! 64:105: expected \`eligible\` of \`expect\` to be a text, a number in plain digits, \`true\` or
a look-up that expects a number in octal :: expect: { eligible: true } => expect: { eligible: 0o17 } !! 64:105: expected \`eligible\` of \`expect\` to be a text, a number in plain digits, \`true\` or
a look-up that expects a list :: expect: { eligible: true } => expect: { eligible: [true] } !! 64:105: expected \`eligible\` of \`expect\` to be a text, a number in plain digits, \`true\` or
a look-up by file :: "http://127.0.0.1:7070/orders/{order_id}/eligibility" => "file:///etc/passwd" !! 64:30: expected \`get\` to be an absolute http or https URL such as
a look-up whose host the model chooses :: "http://127.0.0.1:7070/ => "http://{host}/ !! 64:30: expected \`get\` to be an absolute http or https URL such as
a look-up with a password :: "http://127.0.0.1:7070/ => "http://user:secret@127.0.0.1:7070/ !! 64:30: expected \`get\` to be an absolute http or https URL such as
a look-up with an open brace :: {order_id}/eligibility => {order_id/eligibility !! 64:30: expected the braces in \`get\` to enclose the name of an argument, such as \`{order_id}\`
a look-up with a port that is none :: 127.0.0.1:7070 => 127.0.0.1:77777 !! 64:30: expected \`get\` to be an absolute http or https URL such as
a look-up that is not declared :: lookup: refund-eligibility => lookup: refund-eligibilty !! 70:26: \`issue_credit\` asks the look-up \`refund-eligibilty\`, which is not declared, did you mean
a look-up without a deadline :: { lookup: refund-eligibility, within: 800ms } => { lookup: refund-eligibility } !! 70:16: expected \`runtime\` to have the key \`within\`
a deadline without unit :: within: 800ms => within: 800 !! 70:54: expected \`within\` to be a duration such as \`30d\`, got the number \`800\`
a deadline of minutes :: within: 800ms => within: 2m !! 70:54: expected \`within\` to be at most 1m, got 2m
a look-up that ignores what it expects :: expect: { eligible: true } => expect: { eligible: true }, ignore: [id, eligible] !! 64:126: \`refund-eligibility\` of \`lookups\` expects \`eligible\`, and ignores it too
a look-up that ignores a single field without brackets :: expect: { eligible: true } => expect: { eligible: true }, ignore: id !! 64:121: expected \`ignore\` to be a list of fields such as \`[id, updated_at]\`, or \`any\`, got \`id\`, did you mean \`[id]\`?
a look-up that ignores a field twice :: expect: { eligible: true } => expect: { eligible: true }, ignore: [id, id] !! 64:126: \`ignore\` has \`id\` twice
a principal without an argument :: unit: minor }⏎ => unit: minor }⏎    principal: {}⏎ !! 68:16: expected \`principal\` to be a map with \`account\`, \`tenant\`, got an empty map
a principal of an unknown kind :: unit: minor }⏎ => unit: minor }⏎    principal: { user: user_id }⏎ !! 68:18: unknown key \`user\`
a principal whose argument names two things :: unit: minor }⏎ => unit: minor }⏎    principal: { account: owner, tenant: [org, owner] }⏎ !! 68:48: \`owner\` of \`issue_credit\` of \`actions\` names an account already, and cannot name a tenant too
an action that is reversible: yes :: unit: minor }⏎ => unit: minor }⏎    reversible: yes⏎ !! 68:17: expected \`reversible\` to be \`true\` or \`false\`, got \`yes\`, did you mean \`true\`?
a rule that is misspelt ::     claims: =>     claim: !! 72:5: unknown key \`claim\`, did you mean \`claims\`?
a transcript rule without \`after\` :: after: lookup_order,  =>  !! 71:19: expected \`transcript\` to have the key \`after\`
a transcript rule that is \`always\` :: transcript: { after: lookup_order, where: { eligible: true } } => transcript: always !! 71:19: expected \`transcript\` to be a map with \`after\`, or \`never\`, got \`always\`
a transcript rule that compares with \`yes\` :: where: { eligible: true } => where: { eligible: yes } !! 71:61: expected \`eligible\` of \`where\` to be a text, a number in plain digits, \`true\` or \`false\`;
a transcript rule that compares with nothing :: where: { eligible: true } => where: {} !! 71:49: expected \`where\` to have 1 to 500 keys, got 0
claims without a transcript rule ::       transcript: { after: lookup_order, where: { eligible: true } }⏎ =>  !! 71:13: the claims of \`issue_credit\` of \`actions\` are never looked for: it has no
a currency in lower case :: currency: USD => currency: usd !! 67:49: expected \`currency\` to be a currency of ISO 4217 such as \`USD\`, got \`usd\`, did you mean
an amount in another currency than its ceilings :: currency: USD => currency: EUR !! 73:26: expected the ceiling of \`issue_credit\` of \`actions\` to be in \`EUR\`, got \`USD\`
a ceiling in another currency :: account: 50.00 USD => account: 50.00 EUR !! 73:26: expected the ceiling of \`issue_credit\` of \`actions\` to be in \`USD\`, got \`EUR\`
a threshold in another currency :: above: 25.00 USD => above: 25.00 EUR !! 74:24: expected the \`above\` of \`issue_credit\` of \`actions\` to be in \`USD\`, got \`EUR\`
ceilings of money without an amount ::     amount: { argument: amount_cents, currency: USD, unit: minor }⏎ =>  !! 72:26: the ceiling of \`issue_credit\` of \`actions\` counts money, but the action declares no
a unit that is misspelt :: unit: minor => unit: miner !! 67:60: expected \`unit\` to be one of \`minor\`, \`major\`, got \`miner\`, did you mean \`minor\`?
an amount with a comma :: 50.00 USD / 30d => "50,00 USD / 30d" !! 73:26: expected \`account\` of \`ceilings\` to be a ceiling above zero and its window, such as
an amount with one decimal :: 50.00 USD / 30d => 50.0 USD / 30d !! 73:26: expected \`account\` of \`ceilings\` to be a ceiling above zero and its window, such as
a ceiling without a window :: 50.00 USD / 30d => 50.00 USD !! 73:26: expected \`account\` of \`ceilings\` to be a ceiling above zero and its window, such as
a ceiling of nothing :: 50.00 USD / 30d => 0.00 USD / 30d !! 73:26: expected \`account\` of \`ceilings\` to be a ceiling above zero and its window, such as
a ceiling without spaces :: 50.00 USD / 30d => 50.00 USD/30d !! 73:26: expected \`account\` of \`ceilings\` to be a ceiling above zero and its window, such as
a ceiling of an unknown scope :: global: 2000.00 => globl: 2000.00 !! 73:43: expected a key of \`ceilings\` to be whose actions are added up, got \`globl\`, did you mean
an approval by nobody :: approvers: 1 => approvers: 0 !! 74:60: expected \`approvers\` to be a whole number from 1 to 16, in plain digits, got the number
an approval that never expires :: expires: 15m,  =>  !! 74:15: expected \`approval\` to have the key \`expires\`
an approval with a misspelt key :: approvers: 1 => approver: 1 !! 74:15: expected \`approval\` to have the key \`approvers\`
once_per without an argument :: once_per: [order_id] => once_per: [] !! 68:15: expected \`once_per\` to have 1 to 500 items, got 0
a hazard that is no action :: hazards: [issue_credit] => hazards: [issue_credits] !! 82:11: the hazard \`issue_credits\` is no declared action, did you mean \`issue_credit\`?
a gate that watches for nothing :: references: [models/2026-09]⏎hazards: [issue_credit]⏎ =>  !! 80:1: the block of \`evaluate/gate\` compares with nothing and watches for nothing
a reference outside the folder :: references: [models/2026-09] => references: [/models/2026-09] !! 81:14: expected an item of \`references\` to be a path within the document's folder, without \`..\`,
a budget that is misspelt :: budget: standard => budget: standart !! 83:9: expected \`budget\` to be one of \`smoke\`, \`standard\`, \`deep\`, got \`standart\`, did you mean
an accepted risk without an owner ::  owner: support-lead, =>  !! 90:5: expected an item of \`accepted\` to have the key \`owner\`
an accepted risk without an end ::  until: 2027-01-31, =>  !! 90:5: expected an item of \`accepted\` to have the key \`until\`
an accepted risk on a day that does not exist :: until: 2027-01-31 => until: 2027-02-30 !! 90:100: expected \`until\` to be a day of the calendar such as \`2027-01-31\`, got \`2027-02-30\`
an accepted risk in another notation of days :: until: 2027-01-31 => until: 31.01.2027 !! 90:100: expected \`until\` to be a day of the calendar such as \`2027-01-31\`, got \`31.01.2027\`
an accepted risk with a short id :: 9f3c0d3be2a74c16a5d0f7be01c49e88 => 9f3c0d3b !! 90:16: expected \`finding\` to be a finding's id: its code, a colon and 32 hexadecimal digits, got
an accepted risk with a code alone :: corpus/trigger-phrase:9f3c0d3be2a74c16a5d0f7be01c49e88 => corpus/trigger-phrase !! 90:16: expected \`finding\` to be a finding's id: its code, a colon and 32 hexadecimal digits, got
an accepted risk with an unknown code :: corpus/trigger-phrase:9f => corpus/triger-phrase:9f !! 90:16: \`corpus/triger-phrase\` in \`finding\` is no code of a finding, did you mean
accepted risks that are a map ::   - { finding =>   x: { finding !! 90:3: expected \`accepted\` to be a list, got a map
`);

function casesOf(table: string): MalformedCase[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [title = '', find = '', replacement = '', fault = ''] = row.split(/ :: | => | !! /);
      return { title, find: lines(find), replacement: lines(replacement), fault: lines(fault) };
    });
}

function lines(text: string): string {
  return text.replaceAll('⏎', '\n');
}
