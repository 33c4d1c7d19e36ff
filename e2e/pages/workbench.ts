import type { Locator, Page } from '@playwright/test'

/** The window as a person uses it: one function per thing they do. */
export class Workbench {
  readonly window: Page
  readonly canvas: Locator
  readonly inspector: Locator
  readonly dock: Locator

  constructor(window: Page) {
    this.window = window
    this.canvas = window.getByRole('application', { name: 'Canvas' })
    this.inspector = window.getByRole('complementary', { name: 'Inspector' })
    this.dock = window.getByRole('region', { name: 'Dock' })
  }

  /** A command of the project menu at the top left. */
  async projectMenu(item: string | RegExp): Promise<void> {
    await this.window
      .getByRole('banner')
      .getByRole('button', { name: /^Project / })
      .click()
    await this.window.getByRole('menuitem', { name: item }).click()
  }

  /** `name` is the card's, `kind` source, SQL or sink. */
  node(name: string, kind: 'source' | 'SQL' | 'sink'): Locator {
    return this.canvas.getByRole('group', { name: `${name} ${kind}`, exact: true })
  }

  /** Drags a palette item to a place on the canvas, given in parts of its size. */
  async dragFromPalette(
    group: 'Sources' | 'SQL' | 'Sinks',
    title: string,
    x: number,
    y: number,
  ): Promise<void> {
    const item = this.window
      .getByRole('navigation', { name: 'Palette' })
      .getByRole('group', { name: group })
      .getByRole('button', { name: title })
    const box = await this.box(this.canvas)
    await item.dragTo(this.canvas, { targetPosition: { x: box.width * x, y: box.height * y } })
  }

  /** Draws a wire from one card's output to the other's input, with the mouse. */
  async connect(from: Locator, to: Locator): Promise<void> {
    const output = await this.box(from.locator('.react-flow__handle.source'))
    const input = await this.box(to.locator('.react-flow__handle.target'))
    const { mouse } = this.window
    await mouse.move(output.x + output.width / 2, output.y + output.height / 2)
    await mouse.down()
    await mouse.move(input.x - 40, input.y, { steps: 5 })
    await mouse.move(input.x + input.width / 2, input.y + input.height / 2, { steps: 5 })
    await mouse.up()
  }

  /**
   * Draws the rule most journeys begin with: the source `readings` and the sink `alarms` at `broker`, which
   * writes a message per row, and the SQL query `warm` between them.
   */
  async drawMqttRule(broker: string, topics: string, topic: string): Promise<void> {
    await this.dragFromPalette('Sources', 'MQTT', 0.1, 0.25)
    await this.fill('Name', 'readings')
    await this.fill('Topics', topics)
    await this.fill('Server', broker)
    await this.dragFromPalette('SQL', 'SQL query', 0.42, 0.25)
    await this.fill('Name', 'warm')
    await this.dragFromPalette('Sinks', 'MQTT', 0.75, 0.25)
    await this.fill('Name', 'alarms')
    await this.fill('Server', broker)
    await this.fill('Topic', topic)
    await this.field('One message per row').click({ force: true })
    await this.connect(this.node('readings', 'source'), this.node('warm', 'SQL'))
    await this.connect(this.node('warm', 'SQL'), this.node('alarms', 'sink'))
  }

  wire(from: string, to: string): Locator {
    return this.canvas.getByRole('group', { name: `Wire from ${from} to ${to}`, exact: true })
  }

  async select(node: Locator): Promise<void> {
    await node.click({ position: { x: 60, y: 18 } })
  }

  /** Drags a card with the mouse. */
  async move(node: Locator, x: number, y: number): Promise<void> {
    const box = await this.box(node)
    const { mouse } = this.window
    await mouse.move(box.x + 60, box.y + 18)
    await mouse.down()
    await mouse.move(box.x + 60 + x / 2, box.y + 18 + y / 2, { steps: 4 })
    await mouse.move(box.x + 60 + x, box.y + 18 + y, { steps: 4 })
    await mouse.up()
  }

  /** Where a card stands in the drawing, whatever is seen of it. */
  async placeOf(node: Locator): Promise<{ x: number; y: number }> {
    return node.evaluate((element) => {
      const { e, f } = new DOMMatrix(getComputedStyle(element).transform)
      return { x: Math.round(e), y: Math.round(f) }
    })
  }

  /** Drops a palette item on the middle of a wire. */
  async dropOnWire(group: 'SQL' | 'Sinks', title: string, wire: Locator): Promise<void> {
    const line = await this.box(wire.locator('.react-flow__edge-path'))
    const canvas = await this.box(this.canvas)
    const x = (line.x + line.width / 2 - canvas.x) / canvas.width
    const y = (line.y + line.height / 2 - canvas.y) / canvas.height
    await this.dragFromPalette(group, title, x, y)
  }

  /** The text in the SQL editor, without its line breaks. */
  async sql(): Promise<string> {
    const lines = await this.inspector.locator('.view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    )
    return lines.join(' ').replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim()
  }

  field(label: string): Locator {
    return this.inspector.getByLabel(label, { exact: true }).first()
  }

  async fill(label: string, value: string): Promise<void> {
    const field = this.field(label)
    await field.fill(value)
    await field.blur()
  }

  /** Takes one of a field's choices. */
  async choose(label: string, option: string): Promise<void> {
    await this.field(label).click()
    await this.window.getByRole('option', { name: option, exact: true }).click()
  }

  /** Replaces the SQL of the selected node by typing in the editor. */
  async typeSql(text: string): Promise<void> {
    const editor = this.inspector.locator('.monaco-editor').first()
    await editor.click()
    await this.window.keyboard.press('Control+A')
    await this.window.keyboard.press('Delete')
    await this.window.keyboard.insertText(text)
  }

  async run(): Promise<void> {
    await this.window.getByRole('button', { name: 'Run', exact: true }).click()
  }

  async stop(): Promise<void> {
    await this.window.getByRole('button', { name: 'Stop', exact: true }).click()
  }

  /** The rows that are visible in the data panel, as text. */
  rows(): Locator {
    return this.dock.locator('[data-row-number]')
  }

  async show(kind: 'In' | 'Out' | 'Dropped' | 'Errors'): Promise<void> {
    await this.dock.getByRole('radiogroup', { name: 'Rows shown' }).getByText(kind).click()
  }

  private async box(
    locator: Locator,
  ): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await locator.boundingBox()
    if (box === null) throw new Error('not visible')
    return box
  }
}
