import { definePlugin } from '#engine/api'
import { nopSink } from './sink.ts'

export const plugin = definePlugin({ id: 'nop', title: 'Nothing', components: [nopSink] })
