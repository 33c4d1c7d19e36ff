import { definePlugin } from '#engine/api'
import { mqttSink } from './sink.ts'
import { mqttSource } from './source.ts'

export const plugin = definePlugin({
  id: 'mqtt',
  title: 'MQTT',
  components: [mqttSource, mqttSink],
})
