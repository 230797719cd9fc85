// biome-ignore-all lint: ECMAScript 3, for browsers of 2008
/*
 * The table of a journal page as cells by row and column. The row tells the student, the column the lesson or the result; which
 * cells may be typed in is read from classes when a cell is asked for, so that nothing ever walks over the whole table.
 * isKept(key): something of this person is still unsaved there, so it may be typed in whatever the classes say.
 */
function gridTable(isKept) {
  var table = null
  var cols = []

  /* Reads the head when the page has brought a table or another one; answers whether it has. */
  function look() {
    var now = document.getElementById('grid')
    if (!now || now === table || !now.tHead || !now.tBodies[0]) return false
    table = now
    cols = [null, null]
    var heads = now.tHead.rows
    for (var i = 0; heads[1] && i < heads[1].cells.length; i++) cols.push(columnOf(heads[1].cells[i]))
    for (i = 0; i < heads[0].cells.length; i++)
      if (/\bsum\b/.test(heads[0].cells[i].className)) cols.push(columnOf(heads[0].cells[i]))
    return true
  }

  function columnOf(head) {
    var link = head.getElementsByTagName('a')[0]
    return {
      head: head,
      id: head.id.replace(/^(l|r-)/, ''),
      isLesson: /^l/.test(head.id),
      open: head.id !== '' && of('mode') === 'entry' && !/\bshut\b/.test(head.className),
      title: (link && link.title) || gridText(head)
    }
  }

  function of(name) {
    return table.getAttribute('data-' + name)
  }

  function rows() {
    return table.tBodies[0].rows
  }

  /* A cell of marks or results, or null for numbers, names, sums and what is not in the table. */
  function cell(row, col) {
    var tr = rows()[row]
    var column = cols[col]
    if (!tr || !column || !column.id || !/^s\d/.test(tr.id) || !tr.cells[col]) return null
    var td = tr.cells[col]
    var key = column.id + '.' + tr.id.substring(1)
    var open = (column.open && !/\bx\b/.test(td.className)) || isKept(key)
    return { row: row, col: col, td: td, tr: tr, key: key, column: column, open: open }
  }

  function find(key) {
    var parts = key.split('.')
    var tr = document.getElementById('s' + parts[1])
    for (var col = 2; tr && col < cols.length; col++)
      if (cols[col].id === parts[0]) return cell(tr.sectionRowIndex, col)
    return null
  }

  /* The next cell that may be typed in, or null at the edge. */
  function next(row, col, down, right) {
    for (row += down, col += right; rows()[row] && cols[col] !== undefined; row += down, col += right) {
      var at = cell(row, col)
      if (at && at.open) return at
    }
    return null
  }

  /* As lines are read: from the end of one to the next. */
  function nextInLine(row, col, by) {
    for (var at = next(row, col, 0, by); !at; at = next(row, by > 0 ? 1 : cols.length, 0, by)) {
      row += by
      if (!rows()[row]) return null
    }
    return at
  }

  /* Where the keyboard comes in: the newest lesson that may be filled. */
  function first() {
    for (var col = cols.length - 1, best = null; col > 1; col--) {
      var at = cols[col].open && next(-1, col, 1, 0)
      if (at && at.column.isLesson) return at
      best = best || at
    }
    return best || null
  }

  /* Hours missed and the average of a row; undefined leaves what stands. */
  function sums(tr, values) {
    for (var col = 2, i = 0; col < cols.length; col++) {
      if (cols[col].id) continue
      if (values[i] !== undefined) gridWrite(tr.cells[col], values[i] === '0' ? '' : values[i])
      i++
    }
  }

  function historyOf(at) {
    var student = '/students/' + at.tr.id.substring(1)
    return at.column.isLesson
      ? '/journal/lessons/' + at.column.id + student
      : of('results').replace(/\/cells$/, student)
  }

  return {
    look: look,
    of: of,
    cell: cell,
    find: find,
    next: next,
    nextInLine: nextInLine,
    first: first,
    sums: sums,
    historyOf: historyOf,
    width: function () {
      return cols.length
    }
  }
}

function gridText(el) {
  return gridTrim(el.textContent)
}

function gridTrim(text) {
  return text.replace(/\s+/g, ' ').replace(/^ | $/g, '')
}

function gridWrite(el, text) {
  while (el.firstChild) el.removeChild(el.firstChild)
  if (text) el.appendChild(document.createTextNode(text))
}

/* The Russian letter on the key, or the letter it looks like where that key never begins anything. */
var gridLetters = { y: 'н', h: 'н', j: 'о', o: 'о', e: 'у', t: 'е', p: 'з', f: 'а', a: 'а', x: 'ч', n: 'т' }

function gridCyrillic(text) {
  return text.toLowerCase().replace(/[a-z]/g, function (letter) {
    return gridLetters[letter] || letter
  })
}

/* What was typed as the journal writes it: «5.4» is «5/4», «y/4» is «н,4», a lone «,» is «б». */
function gridRead(text, isLesson) {
  var value = gridTrim(gridCyrillic(text))
  if (!isLesson) return value.replace(/^н[\/.,\\]?а$/, 'н/а')
  if (value === ',') return 'б'
  var parts = /^([а-я]\d?) ?[\/,.;\\] ?([-2-5].*)$/.exec(value)
  return parts ? parts[1] + ',' + slashed(parts[2]) : slashed(value)

  function slashed(marks) {
    return marks.replace(/([-2-5]) ?[,.;\\\/] ?(?=[-2-5])/g, '$1/')
  }
}

/* Nothing more needs to be typed: the next cell's turn. */
function gridIsWhole(value, isLesson) {
  return isLesson ? /^(н1?,)?([-2-5]\/)*[2-5]$|^н1?$/.test(value) : /^[2-5]$/.test(value)
}
