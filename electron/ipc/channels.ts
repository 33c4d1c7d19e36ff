/** The names Electron carries the contract under: one for all requests, one for all events. */
export const requestChannel = 'sluice.request'
export const eventChannel = 'sluice.event'
export const rowPortChannel = 'sluice.row-port'
