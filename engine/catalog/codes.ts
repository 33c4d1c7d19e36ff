/** What can be wrong with a stream's or table's definition. The codes are stable. */
export const catalogCodes = {
  unknownOption: 'SQL2101',
  invalidOptionValue: 'SQL2102',
  unknownFormat: 'SQL2103',
  binaryColumns: 'SQL2104',
  lookupWithoutKey: 'SQL2105',
  invalidDefault: 'SQL2106',
  invalidName: 'SQL2107',
  nameTaken: 'SQL2108',
  nameUnknown: 'SQL2109',
  notLookupSource: 'SQL2110',
} as const
