/** The style of the page: system fonts, one accent per meaning, dark and light by the reader's preference, fit for print. */
export const STYLE_SHEET: string = `
:root{color-scheme:light dark;--paper:#fff;--sheet:#f6f7f9;--ink:#15191f;--soft:#5a6472;--line:#dfe3e8;--bad:#b3261e;--bad-wash:#fdecea;--warn:#8a5a00;--warn-wash:#fff4dc;--good:#1b6e3c;--good-wash:#e6f4ea;--info:#2456a6;--info-wash:#e8effb;--act:#7b2fa0;--act-wash:#f4e9fa;--bar:#7d8ea3;--bar-soft:#c9d2dc}
@media screen and (prefers-color-scheme:dark){:root{--paper:#111418;--sheet:#191e24;--ink:#e4e8ed;--soft:#9aa5b1;--line:#2c343d;--bad:#ff8a80;--bad-wash:#3a1d1b;--warn:#f2bd5c;--warn-wash:#342913;--good:#7fd19b;--good-wash:#17301f;--info:#8fb8f5;--info-wash:#1b2a42;--act:#d6a3f0;--act-wash:#32203d;--bar:#7f92a8;--bar-soft:#3b4754}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1080px;padding:32px 32px 72px;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;overflow-wrap:anywhere}
bdi{unicode-bidi:isolate}
a{color:var(--info);text-decoration-thickness:1px;text-underline-offset:2px}
code,pre,.inv{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.875em}
h1{font-size:30px;line-height:1.2;margin:4px 0 20px;letter-spacing:-.015em}
h2{font-size:21px;line-height:1.3;margin:48px 0 14px;padding-top:18px;border-top:1px solid var(--line);letter-spacing:-.01em}
h3{font-size:17px;line-height:1.35;margin:30px 0 10px}
h4{font-size:15px;margin:22px 0 8px}
p{margin:0 0 10px;max-width:74ch}
ul{margin:0 0 14px;padding-left:22px}
.dim,.where,time{color:var(--soft)}.bad{color:var(--bad)}.warn{color:var(--warn)}.good{color:var(--good)}
.inv{background:var(--warn-wash);color:var(--warn);border-radius:3px;padding:0 2px;font-size:.78em;white-space:nowrap;cursor:help}
.tool{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;max-width:none;margin:0;font-size:13px;color:var(--soft)}
.tool a{color:inherit}
.headline{padding:18px 22px;border-left:5px solid var(--soft);border-radius:4px;background:var(--sheet);color:var(--ink)}
.headline.bad{border-color:var(--bad);background:var(--bad-wash)}.headline.warn{border-color:var(--warn);background:var(--warn-wash)}.headline.good{border-color:var(--good);background:var(--good-wash)}
.headline .verdict{margin:0 0 2px;font-size:12.5px;font-weight:700;letter-spacing:.08em;text-transform:uppercase}
.headline.bad .verdict{color:var(--bad)}.headline.warn .verdict{color:var(--warn)}.headline.good .verdict{color:var(--good)}
.headline .sentence{margin:0;font-size:19px;line-height:1.45}
.counts{display:flex;flex-wrap:wrap;gap:8px;list-style:none;margin:14px 0 0;padding:0}
.chip{display:inline-block;padding:1px 9px;border:1px solid currentColor;border-radius:99px;font-size:12px;font-weight:600;line-height:1.6;color:var(--soft);text-decoration:none;white-space:nowrap}
.chip.critical,.chip.high{color:var(--bad)}.chip.critical{background:var(--bad);border-color:var(--bad);color:var(--paper)}.chip.medium{color:var(--warn)}.chip.low,.chip.info{color:var(--info)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:18px 0 0;padding:0;font-size:14px}
.callout{margin:0 0 16px;padding:12px 16px;border-left:3px solid var(--soft);border-radius:3px;background:var(--sheet);color:var(--ink)}
.callout p:last-child{margin:0}.callout.bad{border-color:var(--bad)}.callout.warn{border-color:var(--warn)}.callout.good{border-color:var(--good)}
.callout.note{color:var(--soft)}
.scroll{overflow-x:auto;margin:0 0 18px}
table{border-collapse:collapse;width:100%}
caption,figcaption{text-align:left;font-size:14px;color:var(--soft);padding:0 0 6px}
.data{font-size:14.5px;font-variant-numeric:tabular-nums;overflow-wrap:normal}
.data th{text-align:left;font-size:12.5px;font-weight:600;color:var(--soft);border-bottom:1px solid var(--soft);padding:5px 14px 5px 0;vertical-align:bottom}
.data td{border-bottom:1px solid var(--line);padding:7px 14px 7px 0;vertical-align:top}
.data .number,.number{text-align:right;font-variant-numeric:tabular-nums}
.data .grow{width:60%;min-width:180px;overflow-wrap:anywhere}
.data th:last-child,.data td:last-child{padding-right:0}
.id{font-size:.8em;color:var(--soft);overflow-wrap:anywhere}
figure{margin:0 0 22px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:14px}
.excerpt{border:1px solid var(--line);border-radius:6px;background:var(--sheet);overflow:hidden}
.excerpt header{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;padding:9px 14px;border-bottom:1px solid var(--line);font-size:14px}
.excerpt dl{margin:0;padding:6px 14px 10px}
.turn{display:grid;grid-template-columns:84px 1fr;gap:10px;padding:6px 0}
.turn+.turn{border-top:1px dashed var(--line)}
.turn dt{font-size:12.5px;color:var(--soft);padding-top:2px}
.turn dd{margin:0;font-size:15px;white-space:pre-wrap;unicode-bidi:isolate}
mark{color:inherit;background:none;border-radius:2px;padding:1px 2px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
mark.phrase{background:var(--bad-wash);box-shadow:inset 0 -2px var(--bad)}mark.answer{background:var(--info-wash);box-shadow:inset 0 -2px var(--info)}mark.action{background:var(--act-wash);box-shadow:inset 0 -2px var(--act)}
.comparison figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 20px;padding:8px 0 0;font-size:13.5px}
.legend mark{margin-left:10px;color:var(--ink)}
.plot figcaption{display:flex;flex-wrap:wrap;gap:0 14px;align-items:baseline}.plot figcaption strong{color:var(--ink);font-size:15px}
.bars{font-size:14px}.bars th{text-align:left;font-weight:400;width:22%;min-width:110px;padding:3px 14px 3px 0}
.bars .drawing{width:auto}.bars .number{width:1%;white-space:nowrap;padding-left:12px}
.bars svg{display:block;width:100%}.bars .highlight th{font-weight:600;color:var(--bad)}
.value,.strip rect,.key.value{fill:var(--bar);background:var(--bar)}.compare,.key.compare{fill:var(--bar-soft);background:var(--bar-soft)}
.highlight .value,.strip .highlight rect{fill:var(--bad)}
.key{display:inline-block;width:11px;height:11px;margin:0 5px 0 10px;border-radius:2px}
.strip .drawing{border-bottom:1px solid var(--line)}.axis td div{display:flex;justify-content:space-between;font-size:12px;color:var(--soft)}
.dots{display:block;width:100%;min-width:520px;max-width:800px;font-size:12px}.dots text{fill:var(--soft);unicode-bidi:isolate}.dots .label{fill:var(--bad);font-weight:600;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.grid line{stroke:var(--line)}circle.plain{fill:var(--bar);opacity:.6}circle.highlight{fill:var(--bad);stroke:var(--paper)}
pre{margin:0 0 16px;padding:11px 14px;border-radius:6px;background:var(--sheet);border:1px solid var(--line);white-space:pre-wrap;line-height:1.45}
.command{margin-bottom:12px}.command pre{margin:0}
details{margin:0 0 14px}summary{cursor:pointer;color:var(--info);font-size:14.5px}details[open]>summary{margin-bottom:12px}
.finding{margin:0 0 18px;padding:16px 20px 6px;border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:5px;break-inside:avoid}
.finding.critical,.finding.high{border-left-color:var(--bad)}.finding.medium{border-left-color:var(--warn)}.finding.low,.finding.info{border-left-color:var(--info)}
.finding:target{outline:2px solid var(--info);outline-offset:2px}
.finding header{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center;margin-bottom:8px}.finding h3{margin:0}.finding header code{color:var(--soft)}
.subject{font-weight:600;white-space:pre-wrap}
.facts{margin:0 0 10px;font-size:14.5px}.facts>div{display:grid;grid-template-columns:84px 1fr;gap:10px;padding:3px 0}.facts dt{color:var(--soft)}.facts dd{margin:0}.facts ul{display:flex;flex-wrap:wrap;gap:0 22px;list-style:none;margin:0;padding:0}
@media (max-width:640px){body{padding:18px 16px 48px;font-size:15.5px}h1{font-size:24px}.headline{padding:14px 16px}.headline .sentence{font-size:17px}.turn,.facts>div{grid-template-columns:1fr;gap:0}.bars th{width:34%}.data{font-size:13.5px}.data th,.data td{padding-right:10px}.data .grow{min-width:130px}.finding{padding:13px 14px 4px}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10.5pt}nav{display:none}.excerpt,.plot,.callout,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}a{color:inherit;text-decoration:none}}
`;
