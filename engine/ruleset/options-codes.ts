/** What can be wrong with a rule's JSON and its options. The codes are stable. */
export const ruleCodes = {
  notJson: 'RUL4001',
  wrongKind: 'RUL4002',
  missingId: 'RUL4003',
  invalidId: 'RUL4004',
  sqlAndGraph: 'RUL4005',
  noStatement: 'RUL4006',
  noActions: 'RUL4007',
  actionShape: 'RUL4008',
  invalidDuration: 'RUL4101',
  belowZero: 'RUL4102',
  invalidRange: 'RUL4103',
} as const
