import { defineSink } from '#engine/api'
import { restProperties } from './properties.ts'
import { RestSink } from './rest-sink.ts'

export const restSink = defineSink({
  type: 'rest',
  title: 'REST',
  summary: 'Sends rows to an HTTP server.',
  keywords: ['http', 'https', 'api', 'post', 'webhook', 'url', 'request'],
  icon: 'globe',
  accepts: 'bytes',
  properties: restProperties,
  examples: [
    {
      title: 'One JSON object for each row',
      properties: {
        url: 'https://example.com/api/readings',
        method: 'POST',
        sendSingle: true,
      },
    },
    {
      title: 'A path for each device, with a key',
      properties: {
        url: 'https://example.com/devices/{{.deviceId}}',
        method: 'PUT',
        sendSingle: true,
        headers: { 'X-Api-Key': 'secret' },
        enableCache: true,
      },
    },
    {
      title: 'With a token',
      properties: {
        url: 'https://example.com/api/readings',
        method: 'POST',
        sendSingle: true,
        headers: { Authorization: 'Bearer {{.access_token}}' },
        oauth: {
          access: {
            url: 'https://example.com/token',
            body: '{"user": "me", "password": "secret"}',
            expire: '3600',
          },
        },
      },
    },
  ],
  sink: () => new RestSink(),
})
