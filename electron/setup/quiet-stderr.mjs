/**
 * Chromium's complaints about what a machine without a desktop does not have. They are harmless,
 * there are dozens, and they would hide what matters.
 */
const harmless = [
  /ERROR:(?:dbus\/)?(?:bus|object_proxy)\.cc/,
  /Failed to connect to the bus/,
  /ERROR:(?:components\/viz\/service\/main\/)?viz_main_impl\.cc.*Exiting GPU process/,
  /ERROR:.*(?:gl_factory|gl_display|angle_platform_impl|command_buffer_proxy_impl)\.cc/,
  /ERROR:.*(?:gpu_memory_buffer_support_x11|shared_image_interface_proxy)\.cc/,
  /ERROR:.*one_copy_raster_buffer_provider\.cc/,
  /WARNING:.*(?:vaapi_wrapper|sandbox_linux|bluez)/,
  /MESA-LOADER|libEGL warning|libGL error/,
]

/**
 * @param {string} line
 */
export const isHarmless = (line) => harmless.some((pattern) => pattern.test(line))

/**
 * Passes a child's stderr on, line by line, without the harmless lines.
 *
 * @param {NodeJS.ReadableStream} from
 * @param {NodeJS.WritableStream} to
 */
export function forwardStderr(from, to) {
  let rest = ''
  from.setEncoding('utf8')
  from.on('data', (/** @type {string} */ text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (!isHarmless(line)) to.write(`${line}\n`)
  })
  from.on('end', () => {
    if (rest !== '' && !isHarmless(rest)) to.write(`${rest}\n`)
  })
}
