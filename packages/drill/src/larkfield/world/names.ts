const words = (text: string): readonly string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '));

/** Given names, the common ones first. */
export const FIRST_NAMES: readonly string[] = words(`
Maria James Anna David Sarah Michael Laura Daniel Emma Thomas Julia Peter Sophie Robert Claire Mark Elena Paul Nina Kevin
Olivia Chris Hannah Ben Priya Lukas Amelia Jonas Chloe Martin Fatima Oscar Ingrid Tom Zoë Andre Katarzyna Luis Megan Raj
Beatriz Noah Greta Samir Isabel Owen Yuki Diego Freya Marek Aisha Hugo Linda Felix Renée Carlos Wendy Stefan Nadia Piotr
Lars Camille Tariq Agnes Björn Xavier Mei Callum Rosa Dmitri Sinéad Kwame Jürgen Leila Bruno Thandi Aoife Mateo Hana Gareth
Ottilie Nikhil Petra Émile Saskia Jamal Ines Rowan Halima Viktor Dolores Anselm Yasmin Torsten Bridget Emeka Lucía Casimir
Winifred Hiroshi Marguerite Eoin Soraya Ezekiel Linnea Baptiste Parveen Tobiah Cosima Alasdair Ngozi Ludmila Horatio Xiomara`);

/** Family names, the common ones first. */
export const LAST_NAMES: readonly string[] = words(`
Smith Johnson Müller Garcia Brown Novak Lee Martin Wilson Rossi Patel Jones Taylor Fischer Lopez Khan Davies Moreau Kim Evans
Schmidt Walker Nguyen Silva Hughes Petrov Clark Larsen Reyes Murphy Weber Okafor Scott Dubois Baker Kowalski Chen Ward Romero
Turner Andersson Cooper Haddad Bailey Ortiz Kelly Lindqvist Morgan Santos Bell Yamada Fraser Costa Gallagher Becker Osei Price
Vargas Holloway Nowicki Sandoval Whitaker Ferrante O'Neill Achterberg Pemberton Mbeki Castellanos Thorne Vandenberg Rasmussen
Quigley Abernathy Ishikawa Delacroix Stavros Winterbourne Oyelaran Fitzgerald Szymański Birtwistle Zamora Kettering Lefèvre`);

/** Cities, the busy ones first. */
export const CITIES: readonly string[] = words(`
London Chicago Toronto Denver Leeds Austin Dublin Seattle Boston Manchester Portland Atlanta Bristol Phoenix Berlin Dallas
Glasgow Montréal Houston Vancouver Birmingham Philadelphia Edinburgh Madrid Miami Cardiff Amsterdam Columbus Calgary Paris
Nashville Sheffield Belfast Sydney Pittsburgh Hamburg Barcelona Ottawa Tucson Nottingham Lyon Auckland Omaha Kraków Brighton
Raleigh Antwerp Köln Boise Aberdeen Halifax Milwaukee Zürich Reno Exeter Tulsa Lisbon Spokane Galway Munich Albuquerque Norwich
Valencia Duluth Hobart Perth Winnipeg Savannah Utrecht Plymouth Fresno Malmö Wichita Inverness Toulouse Chattanooga Limerick
Graz Saskatoon Anchorage Bologna Knoxville Swansea Lausanne Eugene Tampere Durango Carlisle Ghent Missoula Kirkcaldy Trieste`);

/** Street names without a number. */
export const STREETS: readonly string[] = words(`
Mill_Lane Church_Street Station_Road Park_Avenue Oak_Street Elm_Drive King_Street Victoria_Road High_Street Maple_Court
Bridge_Street Cedar_Lane Lincoln_Avenue Queens_Road Hillcrest_Drive Orchard_Way Bakers_Row Canal_Street Foxglove_Close
Harbour_View Quarry_Road Sycamore_Terrace Lighthouse_Road Tanners_Yard Windmill_Hill Juniper_Crescent Ferry_Road Abbey_Walk
Kestrel_Close Weaver_Street Pinewood_Drive Saltmarsh_Lane Granary_Square Rue_des_Lilas Lindenstraße Calle_Mayor`);

/** Parcel carriers. */
export const CARRIERS: readonly string[] = words(
  'UPS DHL FedEx USPS DPD Evri Royal_Mail GLS OnTrac PostNL Canada_Post Purolator',
);
