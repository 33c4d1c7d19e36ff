import { definePlugin } from '#engine/api'
import { memorySink } from './sink.ts'
import { memorySource } from './source.ts'

export const plugin = definePlugin({
  id: 'memory',
  title: 'Memory',
  components: [memorySource, memorySink],
})
