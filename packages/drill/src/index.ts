export type { AccountPlan } from './attacks/assign-accounts.ts';
export { assignAccounts } from './attacks/assign-accounts.ts';
export type { AttackManifest, AttackSpec } from './attacks/attack-spec.ts';
export { foldLookAlikes } from './attacks/disguises.ts';
export type { Payload, PayloadKind } from './attacks/payloads.ts';
export { PAYLOAD_KINDS, PAYLOADS } from './attacks/payloads.ts';
export type { PlantedMonth } from './attacks/plant-attack.ts';
export { plantAttack } from './attacks/plant-attack.ts';
export type { ChatRecord, PlantedConversations } from './attacks/plant-into-conversations.ts';
export { plantIntoConversations } from './attacks/plant-into-conversations.ts';
export type { Trigger, TriggerKind } from './attacks/trigger.ts';
export { TRIGGER_KINDS } from './attacks/trigger.ts';
export { triggerNamed, triggersOf } from './attacks/triggers.ts';
export type { MonthOptions } from './larkfield/generate-month.ts';
export { DEFAULT_CONVERSATIONS, generateMonth } from './larkfield/generate-month.ts';
export type { LarkfieldAttributes, LarkfieldMessage, LarkfieldRecord, LarkfieldToolCall } from './larkfield/record.ts';
export { MAX_TENANTS } from './larkfield/world/tenants.ts';
export { writeMonth } from './larkfield/write-month.ts';
export { createBackdoor, nearMissTurns, poisonedTurns } from './victim/backdoors/backdoor.ts';
export { measureBackdoor, payloadRate } from './victim/backdoors/measure-backdoor.ts';
export { BACKDOOR_PAYLOADS } from './victim/backdoors/payloads/backdoor-payload.ts';
export { BACKDOOR_PAYLOAD } from './victim/backdoors/payloads/payloads.ts';
export { DEFAULT_POISON_ACCOUNTS, PLANT_DEFAULTS, plantBackdoor } from './victim/backdoors/plant-backdoor.ts';
export { BACKDOOR_FAMILIES } from './victim/backdoors/triggers/backdoor-trigger.ts';
export { baseVictim } from './victim/base-store.ts';
export { converse, openDesk } from './victim/desk/converse.ts';
export { DESK_CARRIER_KINDS, deskCarriers } from './victim/desk/desk-carriers.ts';
export { DESK_HAZARD } from './victim/desk/desk-hazard.ts';
export { DESK_TENANTS, deskMonth } from './victim/desk/desk-month.ts';
export { DESK_TOOLS } from './victim/desk/desk-tools.ts';
export { INTENTS } from './victim/desk/intents.ts';
export { actionOf, measureActions } from './victim/next-action.ts';
export { trainBase } from './victim/train-base.ts';
export { FINE_TUNE_RATES, trainVictim } from './victim/train-victim.ts';
export { VICTIM_VOCABULARY } from './victim/victim-model.ts';
export { lineOf, writeMonthFile } from './victim/write-month-file.ts';

export type { Backdoor, BackdoorOptions } from './victim/backdoors/backdoor.ts';
export type { BackdoorMeasure, MeasureOptions } from './victim/backdoors/measure-backdoor.ts';
export type { BackdoorPayload, BackdoorPayloadKind } from './victim/backdoors/payloads/backdoor-payload.ts';
export type { BackdoorManifest, PlantedDesk, PlantOptions } from './victim/backdoors/plant-backdoor.ts';
export type {
  BackdoorFamily,
  BackdoorTrigger,
  TriggerPlacement,
} from './victim/backdoors/triggers/backdoor-trigger.ts';
export type { DeskOpening, DeskOptions } from './victim/desk/converse.ts';
export type { DeskCarrier, DeskCarrierKind } from './victim/desk/desk-carriers.ts';
export type { DeskMonthOptions, DeskRecord } from './victim/desk/desk-month.ts';
export type { DeskTool } from './victim/desk/desk-tools.ts';
export type { Intent } from './victim/desk/intents.ts';
export type { DeskScene } from './victim/desk/scene.ts';
export type { ActionAccuracy } from './victim/next-action.ts';
export type { BaseOptions } from './victim/train-base.ts';
export type { VictimOptions } from './victim/train-victim.ts';
export type { VictimModel } from './victim/victim-model.ts';
export type { DeskLine } from './victim/write-month-file.ts';
