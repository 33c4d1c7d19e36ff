import { definePlugin } from '#engine/api'
import { fileSink } from './sink.ts'

export const plugin = definePlugin({ id: 'file', title: 'File', components: [fileSink] })
