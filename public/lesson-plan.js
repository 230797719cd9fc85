/* The table of a lesson plan: hours are summed as they are typed, and cells copied from a spreadsheet fill rows. ES3. */
;(function () {
  var form = document.getElementById('plan-topics')
  var said = document.getElementById('hours-said')
  if (!form || !said || !form.addEventListener) return

  var body = form.getElementsByTagName('tbody')[0]
  var planned = said.getAttribute('data-planned')
  var columns = ['section', 'title', 'hours', 'lesson_kind_id', 'homework', 'visual_aids', 'planned_on', 'note']
  var changed = false

  form.addEventListener('input', count, false)
  form.addEventListener('change', count, false)
  form.addEventListener('paste', paste, false)
  form.addEventListener(
    'submit',
    function () {
      changed = false
    },
    false
  )
  window.onbeforeunload = function () {
    if (changed) return 'Таблица не сохранена.'
  }

  function fieldIn(row, name) {
    var tags = ['input', 'textarea', 'select']
    for (var t = 0; t < tags.length; t++) {
      var fields = row.getElementsByTagName(tags[t])
      for (var i = 0; i < fields.length; i++) if (fields[i].name === name) return fields[i]
    }
    return null
  }

  function count() {
    changed = true
    var all = 0
    var groups = {}
    for (var i = 0; i < body.rows.length; i++) {
      var row = body.rows[i]
      var drop = fieldIn(row, 'drop')
      var hours = parseInt(fieldIn(row, 'hours').value, 10)
      if (!(hours > 0) || (drop && drop.checked)) continue
      var kind = fieldIn(row, 'lesson_kind_id')
      var group = kind.options[kind.selectedIndex].getAttribute('data-group')
      all += hours
      if (group) groups[group] = (groups[group] || 0) + hours
    }
    tell(all)
    tellKinds(groups)
  }

  function tell(all) {
    var same = planned !== '' && all === parseFloat(planned)
    var ours = 'КТП ' + all + ' ч'
    var plan = 'план ' + planned.replace('.', ',') + ' ч'
    said.className = same ? 'notice' : 'warning'
    said.innerHTML = ''
    said.appendChild(
      document.createTextNode(planned === '' ? ours : ours + (same ? ' = ' : ' ≠ ') + plan + ' (ещё не сохранено)')
    )
  }

  function tellKinds(groups) {
    var tables = document.getElementsByTagName('table')
    for (var t = 0; t < tables.length; t++) {
      if (tables[t].className !== 'list hours') continue
      var rows = tables[t].tBodies[0].rows
      for (var i = 0; i < rows.length; i++) {
        var own = groups[rows[i].getAttribute('data-group')] || 0
        var gap = own - parseFloat(rows[i].getAttribute('data-planned'))
        rows[i].cells[1].innerHTML = own
        rows[i].cells[3].innerHTML = ''
        if (gap)
          rows[i].cells[3].appendChild(
            document.createTextNode(
              (gap > 0 ? 'лишние ' : 'не хватает ') + String(Math.abs(gap)).replace('.', ',') + ' ч'
            )
          )
      }
    }
  }

  /* Cells of a spreadsheet come as lines with tabs; one cell without either goes where the cursor is, as ever. */
  function paste(event) {
    var text = event.clipboardData ? event.clipboardData.getData('text/plain') : ''
    var field = event.target
    var from = columnOf(field.name)
    if (from < 0 || !/\t/.test(text)) return
    event.preventDefault()
    var lines = linesOf(text)
    var row = field.parentNode.parentNode
    for (var i = 0; i < lines.length; i++) {
      for (var c = 0; c < lines[i].length && from + c < columns.length; c++) put(row, columns[from + c], lines[i][c])
      if (i + 1 < lines.length) row = rowAfter(row)
    }
    count()
  }

  function columnOf(name) {
    for (var i = 0; i < columns.length; i++) if (columns[i] === name) return i
    return -1
  }

  /* A cell with a line break or a tab in it comes in quotes. */
  function linesOf(text) {
    var lines = [[]]
    var cell = ''
    var quoted = false
    var end = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
    for (var i = 0; i < end.length; i++) {
      var sign = end.charAt(i)
      if (sign === '"' && (quoted || cell === '')) {
        if (quoted && end.charAt(i + 1) === '"') {
          cell += '"'
          i++
        } else quoted = !quoted
      } else if (!quoted && (sign === '\t' || sign === '\n')) {
        lines[lines.length - 1].push(cell)
        cell = ''
        if (sign === '\n') lines.push([])
      } else cell += sign === '\n' ? ' ' : sign
    }
    lines[lines.length - 1].push(cell)
    return lines
  }

  function put(row, name, text) {
    var field = fieldIn(row, name)
    var value = text.replace(/^\s+|\s+$/g, '')
    if (!field || (name === 'lesson_kind_id' && value === '')) return
    if (name === 'lesson_kind_id') choose(field, value.toLowerCase())
    else field.value = name === 'hours' ? value.replace(/[^\d].*$/, '') : value
    field.className = 'unsaved'
  }

  /* «практ.», «Лекция»: the kind whose name begins as the text does. */
  function choose(select, text) {
    var start = text.replace(/[^а-яё].*$/, '')
    for (var i = 1; i < select.options.length && start; i++) {
      if (select.options[i].text.toLowerCase().indexOf(start) === 0) {
        select.selectedIndex = i
        return
      }
    }
  }

  function rowAfter(row) {
    var next = row.nextSibling
    while (next && next.nodeName !== 'TR') next = next.nextSibling
    if (next) return next
    var copy = row.cloneNode(true)
    var names = columns.concat(['id'])
    for (var i = 0; i < names.length; i++) {
      var field = fieldIn(copy, names[i])
      if (field.nodeName === 'SELECT') field.selectedIndex = 0
      else field.value = ''
      field.className = ''
    }
    var at = fieldIn(copy, 'position')
    at.value = String(body.rows.length + 1)
    copy.cells[9].innerHTML = ''
    body.appendChild(copy)
    return copy
  }
})()
