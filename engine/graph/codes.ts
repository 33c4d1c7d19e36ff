/** What can be wrong with a graph rule. The codes are stable. */
export const graphCodes = {
  shape: 'RUL4201',
  wiring: 'RUL4202',
  nodeType: 'RUL4203',
  property: 'RUL4204',
  expression: 'RUL4205',
  source: 'RUL4206',
  flow: 'RUL4207',
  option: 'RUL4208',
  crash: 'RUL4290',
} as const
