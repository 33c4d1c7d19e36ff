import { definePlugin } from '#engine/api'
import { protobufFormat } from './format.ts'

export const plugin = definePlugin({
  id: 'protobuf',
  title: 'Protocol Buffers',
  components: [protobufFormat],
})
