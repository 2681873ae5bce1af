import type { Random } from '@bezoar/core';
import { zipfSampler } from '../language/zipf.ts';
import type { LarkfieldMessage } from '../record.ts';
import type { Account } from '../world/accounts.ts';
import { weighted } from '../world/personas.ts';
import {
  addressChange,
  cancellation,
  invoice,
  memberAccess,
  passwordReset,
  planChange,
  planQuestion,
} from './account-scenes.ts';
import { goodwill } from './credit-scenes.ts';
import { complaint, orderStatus, promotionCredit } from './order-scenes.ts';
import { makeOrder } from './orders.ts';
import type { Scene } from './scene.ts';
import { makeSlots } from './slots.ts';
import {
  bugReport,
  escalation,
  farewell,
  howTo,
  otherLanguage,
  productQuestion,
  shippingQuestion,
  smallTalk,
} from './talk-scenes.ts';

/** Shares of a month's traffic, 0..1. */
export interface Mix {
  /** Conversations about product areas that earlier months do not have. */
  readonly drift: number;
  /** Of all credits: granted without an order lookup. */
  readonly goodwillWithoutLookup: number;
  /** A promotion's code and the share of conversations about it. */
  readonly promotion: { readonly code: string; readonly share: number } | null;
}

const SUBJECTS: Readonly<Record<string, (scene: Scene) => void>> = {
  orderStatus,
  complaint,
  passwordReset,
  addressChange,
  memberAccess,
  cancellation,
  planChange,
  planQuestion,
  invoice,
  bugReport,
  howTo,
  shippingQuestion,
  productQuestion,
  smallTalk,
  escalation,
};
const SHARES: Readonly<Record<string, number>> = {
  orderStatus: 17,
  complaint: 17,
  howTo: 14,
  bugReport: 10,
  productQuestion: 8,
  shippingQuestion: 7,
  passwordReset: 6,
  invoice: 5,
  smallTalk: 5,
  addressChange: 3,
  cancellation: 3,
  planChange: 1.3,
  planQuestion: 1.2,
  escalation: 2,
  memberAccess: 1,
};
/** Subjects that can follow another one in the same conversation without reading oddly. */
const SECOND_SHARES: Readonly<Record<string, number>> = {
  howTo: 4,
  shippingQuestion: 3,
  productQuestion: 3,
  smallTalk: 1,
  planQuestion: 1,
};
/** What people ask about product areas that are new to them. */
const DRIFTED_SHARES: Readonly<Record<string, number>> = { productQuestion: 40, complaint: 35, orderStatus: 25 };
/** Share of conversations in which the agent grants a credit: 17 % complaints, 70 % of them for a credit, 58 % eligible. */
const CREDIT_RATIO = 0.17 * 0.7 * 0.58;

/** A scene in which nothing was said yet. */
export function beginScene(account: Account, atMs: number, drifted: boolean, random: Random): Scene {
  const order = makeOrder(account, atMs, drifted, random);
  return {
    account,
    order,
    slots: makeSlots(account, order, atMs, random),
    random,
    topic: 'service',
    disappointed: false,
    messages: [],
  };
}

/** A whole conversation. */
export function converse(account: Account, atMs: number, mix: Mix, random: Random): readonly LarkfieldMessage[] {
  const drifted = random.next() < mix.drift;
  const scene = beginScene(account, atMs, drifted, random);
  const point = random.next();
  const promoted = mix.promotion?.share ?? 0;
  const goodwillShare = (mix.goodwillWithoutLookup * CREDIT_RATIO) / Math.max(0.01, 1 - mix.goodwillWithoutLookup);
  if (account.persona.language !== 'en') otherLanguage(scene);
  else if (mix.promotion !== null && point < promoted) promotionCredit(scene, mix.promotion.code);
  else if (point < promoted + goodwillShare) goodwill(scene);
  else chat(scene, drifted);
  return scene.messages;
}

/** An ordinary conversation of one or two subjects. */
function chat(scene: Scene, drifted: boolean): void {
  SUBJECTS[weighted(scene.random, drifted ? DRIFTED_SHARES : SHARES)]?.(scene);
  if (!scene.disappointed && scene.random.next() < 0.09) SUBJECTS[weighted(scene.random, SECOND_SHARES)]?.(scene);
  if (scene.random.next() < 0.42) farewell(scene);
}

/** An ordinary exchange that touches no order, for the start of a planted conversation. */
export function sideSubject(scene: Scene): void {
  SUBJECTS[weighted(scene.random, SECOND_SHARES)]?.(scene);
}

/** `accountSampler`'s exponent where none is asked for. */
export const DEFAULT_ACCOUNT_SKEW = 1;

/** Which of a month's accounts writes next: few write often, most once or never. `skew`: exponent of Zipf's law; 0 is even. */
export function accountSampler(count: number, skew: number = DEFAULT_ACCOUNT_SKEW): (random: Random) => number {
  return zipfSampler(count, skew, 30);
}
