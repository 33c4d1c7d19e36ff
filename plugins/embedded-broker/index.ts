/** What runs beside the engine so that a first start needs nothing: a broker and a plant that uses it. */
export { startEmbeddedBroker } from './broker.ts'
export type { EmbeddedBroker } from './broker.ts'
export { startDeviceFleet } from './device-fleet.ts'
export type { DeviceFleet, DeviceFleetSettings } from './device-fleet.ts'
