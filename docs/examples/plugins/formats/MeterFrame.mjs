export const summary =
  'Frames of 12 bytes: meter number (32 bit), value (64 bit float), big endian.'

const frameBytes = 12

/**
 * A fixed binary record, as meters send it: one frame is a row, several in a message are a list of rows.
 * `CREATE STREAM meters () WITH (DATASOURCE="meters", FORMAT="meterFrame")`; in an action `"format": "meterFrame"`.
 */
export class MeterFrame {
  encode(data) {
    const rows = Array.isArray(data) ? data : [data]
    const view = new DataView(new ArrayBuffer(rows.length * frameBytes))
    rows.forEach(({ meter, value }, index) => {
      if (!Number.isInteger(meter) || meter < 0 || meter > 0xffffffff) {
        throw new Error(`meter is ${String(meter)}; it must be a whole number from 0 to 4294967295`)
      }
      if (typeof value !== 'number') {
        throw new Error(`value is ${String(value)}; it must be a number`)
      }
      view.setUint32(index * frameBytes, meter)
      view.setFloat64(index * frameBytes + 4, value)
    })
    return new Uint8Array(view.buffer)
  }

  decode(payload) {
    if (payload.length === 0 || payload.length % frameBytes !== 0) {
      throw new Error(`the message has ${payload.length} bytes; it must be frames of ${frameBytes}`)
    }
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
    const rows = []
    for (let at = 0; at < payload.length; at += frameBytes) {
      rows.push({ meter: BigInt(view.getUint32(at)), value: view.getFloat64(at + 4) })
    }
    return rows.length === 1 ? rows[0] : rows
  }
}
