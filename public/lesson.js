/* The lesson's form: the topic follows the plan, Enter goes down the column, and what is typed survives a reload. ES3. */
;(function () {
  var form = document.getElementById('lesson')
  if (!form || !form.addEventListener) return

  var topic = document.getElementById('topic')
  var plan = document.getElementById('lesson_plan_topic_id')
  var store = storage()
  var key = store && draftKey()
  var shown = values()

  if (plan && topic) {
    plan.addEventListener(
      'change',
      function () {
        var title = plan.options[plan.selectedIndex].title
        if (title) topic.value = title
        keep()
      },
      false
    )
  }
  form.addEventListener('keydown', move, false)
  if (key) {
    form.addEventListener('input', keep, false)
    form.addEventListener('change', keep, false)
    restore()
  }
  point()

  /* A link to a field of the form puts the cursor into it: #topic, #roll, #marks_1. */
  function point() {
    var field = document.getElementById(window.location.hash.slice(1))
    if (field && field.form === form && !field.disabled) field.focus()
  }

  function storage() {
    try {
      return window.localStorage || null
    } catch (error) {
      return null
    }
  }

  function draftKey() {
    var account = form.getAttribute('data-account')
    return 'lesson.' + account + '.' + window.location.pathname + window.location.search
  }

  /* Arrows and Enter go along a column of marks or absences; Ctrl+Enter saves. */
  function move(event) {
    var field = event.target
    var step = event.keyCode === 38 ? -1 : event.keyCode === 40 || event.keyCode === 13 ? 1 : 0
    if (!step || event.ctrlKey || event.altKey || !/^mark_/.test(field.name || '')) return
    var next = beside(field, step)
    event.preventDefault()
    if (!next) return
    next.focus()
    next.select()
  }

  function beside(field, step) {
    var ending = /_\d+$/.exec(field.name)[0]
    var row = field.parentNode.parentNode
    do {
      row = step > 0 ? row.nextSibling : row.previousSibling
    } while (row && row.nodeName !== 'TR')
    if (!row) return null
    var fields = row.getElementsByTagName('input')
    for (var i = 0; i < fields.length; i++) {
      if (/^mark_/.test(fields[i].name) && /_\d+$/.exec(fields[i].name)[0] === ending) return fields[i]
    }
    return null
  }

  function isKept(field) {
    return field.name && field.type !== 'hidden' && field.type !== 'submit'
  }

  function values() {
    var found = {}
    for (var i = 0; i < form.elements.length; i++) {
      if (isKept(form.elements[i])) found[form.elements[i].name] = form.elements[i].value
    }
    return found
  }

  /* Only what differs from the page that the server sent is kept. */
  function keep() {
    var now = values()
    var parts = []
    for (var name in now) {
      if (now[name] !== shown[name]) parts.push(encodeURIComponent(name) + '=' + encodeURIComponent(now[name]))
    }
    try {
      if (parts.length) store.setItem(key, parts.join('&'))
      else store.removeItem(key)
    } catch (error) {
      key = null
    }
  }

  function restore() {
    var kept = store.getItem(key)
    if (!kept) return
    var parts = kept.split('&')
    var changed = 0
    for (var i = 0; i < parts.length; i++) {
      var name = decodeURIComponent(parts[i].split('=')[0])
      var field = form.elements[name]
      var value = decodeURIComponent(parts[i].split('=')[1])
      if (!field || field.value === value) continue
      field.value = value
      field.className = 'unsaved'
      changed++
    }
    if (changed) tell()
    else store.removeItem(key)
  }

  function tell() {
    var line = document.createElement('p')
    var button = document.createElement('button')
    line.className = 'warning'
    line.setAttribute('role', 'status')
    line.appendChild(
      document.createTextNode('Восстановлено введённое, но не сохранённое. Проверьте и нажмите «Сохранить». ')
    )
    button.type = 'button'
    button.appendChild(document.createTextNode('Отказаться от введённого'))
    button.onclick = function () {
      store.removeItem(key)
      window.location.reload()
    }
    line.appendChild(button)
    form.parentNode.insertBefore(line, form)
  }
})()
