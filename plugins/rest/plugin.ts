import { definePlugin } from '#engine/api'
import { restSink } from './sink.ts'

export const plugin = definePlugin({ id: 'rest', title: 'REST', components: [restSink] })
