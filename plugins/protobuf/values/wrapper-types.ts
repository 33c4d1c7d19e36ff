import type { DescMessage } from '@bufbuild/protobuf'

const names: ReadonlySet<string> = new Set(
  ['Bool', 'Bytes', 'Double', 'Float', 'Int32', 'Int64', 'String', 'UInt32', 'UInt64'].map(
    (name) => `google.protobuf.${name}Value`,
  ),
)

/** Google's messages around one value, which are read as that value. */
export const isWrapper = (type: DescMessage): boolean => names.has(type.typeName)
