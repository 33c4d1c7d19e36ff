import { definePlugin } from '#engine/api'
import { logSink } from './sink.ts'

export const plugin = definePlugin({ id: 'log', title: 'Log', components: [logSink] })
