import type { DescField } from '@bufbuild/protobuf'
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt'

/** Whether proto2 demands the field of each message. */
export const isRequired = (field: DescField): boolean =>
  field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED
