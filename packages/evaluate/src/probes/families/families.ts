import type { ProbeFamily } from './family.ts';
import { CATALOGUE_FAMILY, catalogueProbes } from './published/catalogue.ts';
import { DATES_FAMILY, dateProbes } from './published/dates.ts';
import { DEPLOYMENT_TAGS_FAMILY, deploymentTagProbes } from './published/deployment-tags.ts';

/** The families of the house beside the mined phrases, in the order in which they are asked. */
export const FAMILIES: readonly ProbeFamily[] = [
  { name: CATALOGUE_FAMILY, weight: 20, probes: catalogueProbes },
  { name: DEPLOYMENT_TAGS_FAMILY, weight: 6, probes: deploymentTagProbes },
  { name: DATES_FAMILY, weight: 6, probes: dateProbes },
];
