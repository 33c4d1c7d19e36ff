import { definePlugin } from '#engine/api'
import { simulatorSource } from './source.ts'

export const plugin = definePlugin({
  id: 'simulator',
  title: 'Simulator',
  components: [simulatorSource],
})
