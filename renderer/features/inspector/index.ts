export { Inspector } from './Inspector.tsx'
export type { FormSlotProps, InspectorSlots, SqlEditorSlotProps } from './slots.ts'
