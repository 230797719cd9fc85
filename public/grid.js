// biome-ignore-all lint: ECMAScript 3, for browsers of 2008
/*
 * Marks and absences typed in the cells of #grid: one listener for clicks, one field that is laid over the cell. What is typed
 * goes through gridKeep. Where anything needed is missing this does nothing and the links of dates and names remain.
 */
;(function () {
  var doc = document
  if (!window.gridKeep || !window.gridTable || !window.XMLHttpRequest) return
  if (!doc.addEventListener || !doc.documentElement.getBoundingClientRect) return
  var table = gridTable(function (key) {
    return !!keep && !!keep.find(key)
  })
  var keep = null
  var box = null
  var cur = null // the cell under the field, with `start`, its text when it was entered
  var told = null // the cell named under the table
  var mode = 0 // 0 the cell's text stands selected, 1 something is being typed over it, 2 it is being mended
  var left = null // the cell that was left by itself after a whole entry: «/» or «,» goes back to it
  var asked = null // the cell beside which a refusal or a conflict stands, with its `entry`
  var loose = false // after Escape the next Tab leaves the table
  var entering = false
  var atEnd = false // the next letter is to stand after the others
  var settling = 0
  var note = ''
  var edit, word, foot, where, said, keys

  var HINT = [
    ['5 4 3 2 н', 'сохраняются сразу, и курсор идёт вниз; русскую раскладку включать не нужно'],
    ['/ или ,', 'сразу после этого — вернуться и дописать: 5/4, н,4; так же «1» после «н»: н1'],
    ['о, б, у, зач', 'и всё остальное: ввести и нажать Enter'],
    ['+', 'все присутствуют на этом занятии'],
    ['Enter, Tab, стрелки', 'по ячейкам; Home и End — по строке, PageUp и PageDown — по столбцу'],
    ['Delete', 'очистить; F2 или двойной щелчок — исправить; Esc — вернуть как было; Esc и Tab — выйти из таблицы'],
    ['Ctrl+V', 'столбец или таблица из Excel; пустые ячейки ничего не стирают']
  ]

  function make(tag, id, parent, text) {
    var el = doc.createElement(tag)
    if (id) el.id = id
    if (tag === 'button') el.type = 'button'
    gridWrite(el, text)
    if (parent) parent.appendChild(el)
    return el
  }

  function attributes(el, pairs) {
    for (var name in pairs) el.setAttribute(name, pairs[name])
  }

  function on(el, events, act) {
    for (var i = 0; i < events.length; i++) el.addEventListener(events[i], act, false)
  }

  function rect(el) {
    return el.getBoundingClientRect()
  }

  function mark(el, name, yes) {
    var names = (' ' + el.className + ' ').replace(' ' + name + ' ', ' ')
    el.className = gridTrim(yes ? names + name : names)
  }

  function nameOf(at) {
    return gridText(at.tr.cells[1])
  }

  function valueAt(at) {
    var entry = keep.find(at.key)
    return entry ? entry.value : gridText(at.td)
  }

  function put(at, value) {
    var entry = keep.find(at.key)
    return keep.put(at.key, value, entry ? entry.shown : gridText(at.td))
  }

  /* ---- the field over a cell ---- */

  /* Everything is measured before anything is changed: a table of a whole term is laid out once, not thrice. */
  function enter(at) {
    var spot = measure(at)
    commit()
    at.start = valueAt(at)
    cur = at
    edit.value = at.start
    lay(spot)
    edit.setAttribute('aria-label', nameOf(at) + ', ' + at.column.title)
    var entry = keep.find(at.key)
    if (entry && entry.state) ask(entry)
    else if (asked && asked.col !== at.col) ask(null)
    entering = true
    if (doc.activeElement !== edit) edit.focus()
    entering = false
    edit.select()
    told = at
    settle()
  }

  function go(at) {
    if (at) enter(at)
  }

  function measure(at) {
    var b = rect(box)
    var r = rect(at.td)
    var inside = b.top + box.clientTop + box.clientHeight
    return {
      x: r.left - b.left - box.clientLeft + box.scrollLeft,
      y: r.top - b.top - box.clientTop + box.scrollTop,
      wide: r.right - r.left,
      high: r.bottom - r.top,
      // names and heads that stay in sight cover what scrolls under them, and so do the lines below the table
      names: Math.max(0, rect(at.tr.cells[1]).right - b.left),
      above: Math.max(rect(at.column.head).bottom, b.top, 0) - r.top,
      below: r.bottom - Math.min(inside, Math.max(rect(foot).top, 60), doc.documentElement.clientHeight),
      from: box.scrollLeft,
      room: box.clientWidth
    }
  }

  function lay(spot) {
    edit.style.left = spot.x + 'px'
    edit.style.top = spot.y + 'px'
    edit.style.width = Math.max(spot.wide, edit.value.length * 9) + 'px'
    edit.style.height = spot.high + 'px'
    if (spot.x - spot.names < spot.from) box.scrollLeft = spot.x - spot.names
    else if (spot.x + spot.wide > spot.from + spot.room) box.scrollLeft = spot.x + spot.wide - spot.room
    if (spot.above > 1) scroll(-spot.above - 60)
    else if (spot.below > 1) scroll(spot.below)
  }

  function scroll(by) {
    var was = box.scrollTop
    box.scrollTop = was + by
    if (box.scrollTop === was) window.scrollBy(0, by)
  }

  /* What can wait until the field is on the screen; by then what was written has its room, and field and words follow. */
  function settle() {
    if (!settling) settling = setTimeout(settled, 0)
  }

  function settled() {
    settling = 0
    if (told) tell()
    if (cur && doc.activeElement === edit) {
      lay(measure(cur))
      // old WebKit puts the caret back after the typed letter when its event is over
      if (!mode) edit.select()
      else if (atEnd) caretToEnd()
      atEnd = false
    }
    if (asked) beside()
  }

  /* Hands over what the field holds; a cell in which nothing was typed is left as it was. */
  function commit() {
    if (!cur || !mode) return
    var value = gridRead(edit.value, cur.column.isLesson)
    if (mode === 1 || value !== cur.start) enterValue(cur, value)
    mode = 0
    cur.start = edit.value = value
    keep.hold('')
  }

  function enterValue(at, value) {
    var entry = put(at, value)
    if (entry) drawn(entry)
    else gridWrite(at.td, value)
  }

  /* ---- typing ---- */

  function typed() {
    if (!cur) return
    var value = gridCyrillic(mode ? edit.value : overwritten())
    loose = false
    if (mode === 0) {
      if (value === '+') {
        edit.value = cur.start
        edit.select()
        return callRoll()
      }
      if (left && (/^[\/,.\\]$/.test(value) || (/н$/.test(left.typed) && /^[1е]$/.test(value)))) return goBack(value)
      if (value === ',') value = 'б'
      mode = 1
    }
    left = null
    if (value !== edit.value) edit.value = value
    draft()
    leapIfWhole()
  }

  /* What was typed over the cell's text, even if it lost its selection and the text is still there beside it. */
  function overwritten() {
    var end = edit.selectionEnd
    var start = end - edit.value.length + cur.start.length
    var around = edit.value.substring(0, start) + edit.value.substring(end)
    return start < end && cur.start && around === cur.start ? edit.value.substring(start, end) : edit.value
  }

  /* Kept at once, sent when the cell is left. */
  function draft() {
    atEnd = false
    keep.hold(cur.key)
    put(cur, gridRead(edit.value, cur.column.isLesson))
    if (edit.value.length > 3) settle()
  }

  function leapIfWhole() {
    var isLesson = cur.column.isLesson
    if (mode === 1 && gridIsWhole(gridRead(edit.value, isLesson), isLesson)) leap()
  }

  function leap() {
    var was = cur
    var below = table.next(cur.row, cur.col, 1, 0)
    was.typed = edit.value
    was.first = was.start
    commit()
    if (below) {
      enter(below)
      left = was
    } else {
      mode = 1 // the column is full: what comes next is written on, not over
      writeOn()
    }
  }

  function goBack(more) {
    var was = left
    edit.value = cur.start
    enter(was)
    cur.start = was.first
    left = null
    mode = 1
    edit.value = was.typed + more
    draft()
    writeOn()
    leapIfWhole()
  }

  function writeOn() {
    atEnd = true
    caretToEnd()
    settle()
  }

  function caretToEnd() {
    if (edit.setSelectionRange) edit.setSelectionRange(edit.value.length, edit.value.length)
  }

  function isSelected() {
    return mode === 0 && edit.selectionStart === 0 && edit.selectionEnd === edit.value.length
  }

  function pressed(e) {
    var k = e.keyCode
    if (!cur || e.ctrlKey || e.altKey || e.metaKey) return
    var done = true
    if (k === 9) done = tab(e.shiftKey ? -1 : 1)
    else if (k === 13) sendOn(e.shiftKey ? -1 : 1)
    else if (e.shiftKey) done = false
    else if (k === 38 || k === 40) move(k - 39, 0, 1)
    else if (k === 33 || k === 34) move(k === 33 ? -1 : 1, 0, 10)
    else if (k === 37 && (isSelected() || edit.selectionEnd === 0)) move(0, -1, 1)
    else if (k === 39 && (isSelected() || edit.selectionStart === edit.value.length)) move(0, 1, 1)
    else if (k === 36 && !mode) go(table.next(cur.row, 1, 0, 1))
    else if (k === 35 && !mode) go(table.next(cur.row, table.width(), 0, -1))
    else if ((k === 46 || k === 8) && isSelected()) clear()
    else if (k === 27) escape()
    else if (k === 113) mend()
    else done = false
    if (done && e.preventDefault) e.preventDefault()
    if (done) left = null
    if (k !== 27) loose = false
  }

  /* Enter over something refused sends it once more: what was missing may be there by now. */
  function sendOn(down) {
    var entry = keep.find(cur.key)
    if (!mode && entry && entry.state === 'refused') enterValue(cur, entry.value)
    move(down, 0, 1)
  }

  /* At the edge the cell stays, and what was typed is handed over all the same. */
  function move(down, right, times) {
    var to = cur
    for (var at = cur; at && times > 0; times--) {
      at = table.next(to.row, to.col, down, right)
      if (at) to = at
    }
    enter(to)
  }

  /* False lets the browser move on: out of the table, or to the buttons of the question asked about this cell. */
  function tab(by) {
    if (loose || (by > 0 && asked && asked.key === cur.key && asked.entry.state === 'conflict')) return false
    var at = table.nextInLine(cur.row, cur.col, by)
    go(at)
    return !!at
  }

  function clear() {
    mode = 1
    edit.value = ''
    commit()
  }

  function mend() {
    mode = 2
    writeOn()
  }

  /* A click on the cell one stands on changes nothing, as in a spreadsheet; a double one mends. */
  function touched(e) {
    if (!mode && cur && doc.activeElement === edit) e.preventDefault()
  }

  /* First what is being typed, then what was not accepted; after that Tab leaves the table. */
  function escape() {
    var entry = keep.find(cur.key)
    loose = true
    if (mode) {
      edit.value = cur.start
      mode = 1
      commit()
    } else if (entry) {
      keep.giveUp(entry)
      drawn(entry)
      sayHow('saved', '')
    } else ask(null)
    edit.select()
  }

  function pasted(e) {
    var from = e.clipboardData || window.clipboardData
    var text = (cur && from && from.getData && from.getData('Text')) || ''
    var lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
    if (lines.length === 1 && lines[0].indexOf('\t') < 0) return
    e.preventDefault()
    commit()
    fill(lines)
  }

  /* An empty cell of the sheet leaves ours alone: a blank beside an absence must not wipe it out. */
  function fill(lines) {
    var filled = 0
    var passed = 0
    for (var i = 0; i < lines.length; i++) {
      var values = lines[i].split('\t')
      for (var j = 0; j < values.length; j++) {
        var at = table.cell(cur.row + i, cur.col + j)
        if (/^\s*$/.test(values[j])) continue
        if (at && at.open) {
          enterValue(at, gridRead(values[j].substring(0, 40), at.column.isLesson))
          filled++
        } else passed++
      }
    }
    note = 'вставлено: ' + filled + (passed ? ', не поместилось или закрыто: ' + passed : '')
    say(note)
    cur.start = edit.value = valueAt(cur)
    edit.select()
    keep.hurry()
  }

  function callRoll() {
    if (!told || !told.column.open || !told.column.isLesson) return
    var absent = []
    for (var at = table.next(-1, told.col, 1, 0); at; at = table.next(at.row, at.col, 1, 0)) {
      var entry = keep.find(at.key)
      var text = entry && entry.state ? entry.shown : gridText(at.td)
      if (/^[но]/.test(text)) absent.push(nameOf(at) + ' — ' + text)
    }
    var question = told.column.title + '. Все присутствуют? Будут убраны отметки:\n' + absent.join('\n')
    var agreed = !absent.length || window.confirm(question)
    edit.focus()
    if (!agreed) return
    say('отмечается…')
    keep.call(told.column.id)
  }

  /* ---- what became of it ---- */

  function drawn(entry, hours, average) {
    var at = table.find(entry.key)
    var waits = !entry.done
    var text = waits ? entry.value : entry.shown
    if (at) {
      mark(at.td, 'unsaved', waits)
      mark(at.td, 'refused', waits && entry.state)
      at.td.title = !waits ? '' : entry.state === 'refused' ? entry.word : 'не сохранено'
      standing(at, text, [hours, average])
    }
    if (waits && entry.state) {
      if (!asked || !cur || asked.key !== cur.key || asked.entry === entry) ask(entry)
    } else if (asked && asked.entry === entry) ask(null)
  }

  function standing(at, text, sums) {
    if (gridText(at.td) !== text) gridWrite(at.td, text)
    table.sums(at.tr, sums)
    if (cur && cur.key === at.key && mode === 0 && edit.value !== text) {
      cur.start = edit.value = text
      if (doc.activeElement === edit) edit.select()
    }
    settle()
  }

  function sentenceOf(entry) {
    if (entry.state === 'refused') return entry.word
    var by = entry.who ? ' (' + entry.who + (entry.when ? ', ' + entry.when : '') + ')' : ''
    return 'сейчас в журнале ' + named(entry.shown) + by + ', у вас ' + named(entry.value)
  }

  function named(value) {
    return value ? '«' + value + '»' : 'пусто'
  }

  /* Shows a refusal or a conflict beside its cell. */
  function ask(entry) {
    asked = entry && table.find(entry.key)
    gridWrite(word, asked ? sentenceOf(entry) : '')
    word.style.left = '-9999px'
    if (!asked) return
    asked.entry = entry
    if (entry.state === 'refused') make('small', '', word, ' Enter — отправить ещё раз, Esc — отменить.')
    if (entry.state === 'conflict') {
      make('br', '', word)
      make('button', 'grid-theirs', word, entry.shown ? 'Оставить ' + entry.shown : 'Оставить пустой')
      make('button', 'grid-mine', word, entry.value ? 'Записать ' + entry.value : 'Очистить')
    }
    settle()
  }

  function beside() {
    var b = rect(box)
    var r = rect(asked.td)
    var wide = word.offsetWidth
    var from = box.scrollLeft - b.left - box.clientLeft
    var x = r.right + from + 4
    if (x + wide > box.scrollLeft + box.clientWidth) x = r.left + from - wide - 4
    var low = box.scrollHeight - word.offsetHeight
    word.style.left = Math.max(0, x) + 'px'
    word.style.top = Math.max(0, Math.min(r.top - b.top - box.clientTop + box.scrollTop, low)) + 'px'
  }

  function answer(mine) {
    var at = asked
    if (mine) keep.insist(at.entry)
    else keep.giveUp(at.entry)
    drawn(at.entry)
    sayHow('saved', '')
    enter(at)
    keep.hurry()
  }

  /* ---- the lines under the table ---- */

  function build() {
    edit = make('input', 'grid-edit')
    attributes(edit, {
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      maxlength: '40',
      'aria-label': 'Ячейка журнала'
    })
    word = make('div', 'grid-word')
    word.setAttribute('aria-live', 'polite')
    foot = make('div', 'grid-foot')
    attributes(make('button', 'grid-hint', foot, 'Клавиши'), { 'aria-expanded': 'false' })
    where = make('p', 'grid-where', foot)
    said = make('p', 'grid-said', foot)
    attributes(said, { role: 'status', 'aria-live': 'polite' })
    keys = make('dl', 'grid-keys', foot)
    keys.className = 'off'
  }

  /* Whose cell it is, and its history. */
  function tell() {
    var at = told
    if (where.cell === at.td) return
    where.cell = at.td
    gridWrite(where, nameOf(at) + ', ' + at.column.title + ' ')
    make('a', 'grid-history', where, 'История').href = table.historyOf(at)
    if (at.column.open && at.column.isLesson) make('button', 'grid-roll', where, 'Все присутствуют (+)')
  }

  function say(text, bad, link, href) {
    gridWrite(said, text)
    said.className = bad ? 'bad' : ''
    if (!link) return
    var a = make('a', '', said, link)
    a.href = href
    if (!keep.isSafe()) a.target = '_blank' // nothing can be kept, so this page must stay
  }

  /* What was not accepted last, in words. */
  function objection() {
    for (var i = keep.list.length - 1; i >= 0; i--) {
      var entry = keep.list[i]
      var at = table.find(entry.key)
      if (entry.state) return (at ? nameOf(at) : 'ячейка другого месяца') + ': ' + sentenceOf(entry)
    }
    return ''
  }

  function sayHow(kind, text) {
    var count = 'Не сохранено: ' + keep.list.length + '. '
    var safe = keep.isSafe()
      ? 'Введённое хранится на этом компьютере'
      : 'Не закрывайте страницу: введённое хранится только на ней'
    if (kind === 'saved') {
      var parts = []
      if (text) parts.push('сохранено ' + text)
      if (note) parts.push(note)
      if (keep.list.length) parts.push(objection() || 'сохраняется: ' + keep.list.length)
      else note = ''
      say(parts.join('; '), objection())
    } else if (kind === 'refused') say(text, true)
    else if (kind === 'uncalled') say('«Все присутствуют» не отмечено: нет связи. Повторите позже.', true)
    else if (kind === 'lost') say('Нет связи с журналом. ' + count + safe + ' и отправится само.', true)
    else if (kind === 'over') {
      var to = '/login?to=' + encodeURIComponent(location.pathname + location.search)
      var again = keep.isSafe() ? 'Войти снова — введённое сохранится' : 'Войти снова в новом окне'
      say((/^[^:.\n]+/.exec(text || '') || ['Сеанс закончился'])[0] + '. ', true, again, to)
    } else if (kind === 'other') {
      say('Сейчас вошёл другой пользователь. ' + count + safe + ' и отправится, когда войдёте вы.', true)
    } else say(text + ' ' + count + safe + '.', true)
  }

  /* ---- the beginning ---- */

  function clicked(e) {
    var el = e.target
    if (e.button || e.ctrlKey || e.shiftKey || e.metaKey || e.altKey) return
    if (el.id === 'grid-theirs' || el.id === 'grid-mine') return answer(el.id === 'grid-mine')
    if (el.id === 'grid-roll') return callRoll()
    if (el.id === 'grid-hint') return hint(el)
    while (el && el.nodeName !== 'TD' && el.nodeName !== 'A') el = el.parentNode
    if (!el || el.nodeName === 'A' || el.parentNode.parentNode.parentNode.id !== 'grid') return
    refresh()
    var at = table.cell(el.parentNode.sectionRowIndex, el.cellIndex)
    left = null
    loose = false
    told = at || told
    if (at && at.open) enter(at)
    else settle()
  }

  function hint(button) {
    var opens = keys.className === 'off'
    for (var i = 0; i < HINT.length && keys.childNodes.length < HINT.length * 2; i++) {
      make('dt', '', keys, HINT[i][0])
      make('dd', '', keys, HINT[i][1])
    }
    keys.className = opens ? '' : 'off'
    button.setAttribute('aria-expanded', opens ? 'true' : 'false')
  }

  /* Puts the field and the lines to the table, and again when another was swapped in. */
  function attach() {
    cur = asked = told = null
    box = doc.getElementById('grid-box')
    box.parentNode.insertBefore(foot, box.nextSibling)
    box.insertBefore(word, box.firstChild)
    if (table.first() || keep.list.length) box.insertBefore(edit, word)
    for (var i = 0; i < keep.list.length; i++) drawn(keep.list[i])
  }

  function refresh() {
    if (table.look()) attach()
  }

  function focused() {
    if (entering) return
    refresh()
    go(cur || table.first())
  }

  function blurred() {
    commit()
    left = null
    edit.style.left = '-9999px'
  }

  function away() {
    commit()
    keep.leave()
  }

  function token(fresh) {
    var field = doc.getElementById('leave').elements._csrf
    if (fresh) field.value = fresh
    return field.value
  }

  function start() {
    if (keep || !table.look()) return
    var path = table.of('cells').replace(/\/cells$/, '')
    var page = { account: table.of('account'), path: path, cells: table.of('cells'), results: table.of('results') }
    page.token = token
    page.drawn = drawn
    page.say = sayHow
    page.stands = function (key, text, hours) {
      var at = table.find(key)
      if (at) standing(at, text, [hours])
    }
    keep = gridKeep(page)
    keep.restore(function (key) {
      var at = table.find(key)
      return at && gridText(at.td)
    })
    build()
    attach()
    on(doc, ['click'], clicked)
    on(doc, ['htmx:afterSwap'], refresh)
    on(edit, ['keydown'], pressed)
    on(edit, ['input'], typed)
    on(edit, ['paste'], pasted)
    on(edit, ['mousedown'], touched)
    on(edit, ['dblclick'], mend)
    on(edit, ['focus'], focused)
    on(edit, ['blur'], blurred)
    on(window, ['resize'], settle)
    on(window, ['online', 'focus', 'pageshow'], keep.hurry)
    // before, so that it is on its way ahead of signing out; where that is not told, when the page is hidden for good
    on(window, ['beforeunload', 'pagehide'], away)
    on(doc, ['visibilitychange'], keep.hurry)
    var elsewhere = gridElsewhere(page.account, path)[0]
    if (keep.list.length) sayHow('saved', '')
    else if (elsewhere) say('На другой странице осталось несохранённое. ', true, 'Открыть её', elsewhere)
  }

  if (doc.getElementById('grid')) start()
  else on(doc, ['DOMContentLoaded'], start)
})()
