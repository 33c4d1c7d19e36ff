import { defineSink } from '#engine/api'
import { FileSink } from './file-sink.ts'
import { fileProperties } from './properties.ts'

export const fileSink = defineSink({
  type: 'file',
  title: 'File',
  summary: 'Writes rows to files.',
  keywords: ['csv', 'json', 'log', 'disk', 'save', 'rolling'],
  icon: 'file-text',
  accepts: 'bytes',
  writesStream: true,
  properties: fileProperties,
  examples: [
    { title: 'A line for each row', properties: { path: 'alarms.jsonl', sendSingle: true } },
    {
      title: 'A csv file for each device and hour',
      properties: {
        path: '{{.deviceId}}.csv',
        fileType: 'csv',
        format: 'delimited',
        hasHeader: true,
        sendSingle: true,
        rollingInterval: '1h',
        rollingNamePattern: 'suffix',
      },
    },
    {
      title: 'Compressed, at most a megabyte of text in each',
      properties: {
        path: 'readings.jsonl.gz',
        sendSingle: true,
        compression: 'gzip',
        rollingSize: 1_000_000,
        rollingNamePattern: 'prefix',
      },
    },
  ],
  sink: () => new FileSink(),
})
