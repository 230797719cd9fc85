/* A computer left alone: the page is covered and the session locked until the password is given. What was typed stays under the cover. ES3. */
;(function () {
  if (!document.addEventListener || !window.XMLHttpRequest || !window.setInterval) return
  var minutes = Number(document.body.getAttribute('data-lock'))
  var leave = document.getElementById('leave')
  if (!minutes || !leave) return

  var TOLD_EVERY = 240000
  var KEY = 'journal-stirred'
  var last = now()
  var told = last
  var kept = 0
  var cover = null
  var top = 0

  function now() {
    return new Date().getTime()
  }

  /* Other windows of the same person count too: one of them in use keeps all open. */
  function stir() {
    last = now()
    if (last - kept < 10000) return
    kept = last
    try {
      window.localStorage.setItem(KEY, String(last))
    } catch (_) {}
  }

  function stirred() {
    var other = 0
    try {
      other = Number(window.localStorage.getItem(KEY)) || 0
    } catch (_) {}
    return other > last && other <= now() ? other : last
  }

  function send(method, url, body, done) {
    var request = new XMLHttpRequest()
    request.open(method, url, true)
    request.setRequestHeader('HX-Request', 'true')
    if (body !== null) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded')
    request.onreadystatechange = function () {
      if (request.readyState === 4 && done) done(request.status, request.responseText)
    }
    request.send(body)
  }

  function fields(more) {
    return '_csrf=' + encodeURIComponent(leave.elements._csrf.value) + more
  }

  function add(parent, name, text) {
    var element = document.createElement(name)
    if (text) element.appendChild(document.createTextNode(text))
    parent.appendChild(element)
    return element
  }

  function lock() {
    top = document.documentElement.scrollTop || document.body.scrollTop
    send('POST', '/lock', fields(''), null)
    cover = document.createElement('form')
    cover.id = 'login'
    cover.setAttribute('role', 'main')
    add(cover, 'h1', 'Сеанс заперт')
    add(cover, 'p', 'Компьютером некоторое время не пользовались. Введите пароль: всё введённое на странице осталось.')
    var words = add(cover, 'p')
    words.id = 'lock-refusal'
    words.setAttribute('role', 'alert')
    var label = add(add(cover, 'p'), 'label', 'Пароль')
    label.htmlFor = 'lock-password'
    var field = document.createElement('input')
    field.type = 'password'
    field.id = 'lock-password'
    field.setAttribute('autocomplete', 'current-password')
    label.parentNode.appendChild(field)
    var button = add(add(cover, 'p'), 'button', 'Продолжить')
    button.className = 'main'
    cover.onsubmit = function () {
      send('POST', '/lock/removal', fields('&password=' + encodeURIComponent(field.value)), function (status, text) {
        if (status === 200) return open()
        if (status === 401 || status === 403 || status === 404)
          return (window.location.href = '/login?to=' + encodeURIComponent(location.pathname + location.search))
        field.value = ''
        words.className = 'refusal'
        words.innerHTML = ''
        words.appendChild(document.createTextNode(status === 422 ? text : 'Нет связи с журналом. Повторите позже.'))
        field.focus()
      })
      return false
    }
    document.body.appendChild(cover)
    document.body.className += ' covered'
    field.focus()
  }

  function open() {
    document.body.removeChild(cover)
    cover = null
    document.body.className = document.body.className.replace(/ ?\bcovered\b/, '')
    window.scrollTo(0, top)
    last = told = now()
  }

  function look() {
    if (cover) return
    last = stirred()
    if (now() - last >= minutes * 60000) return lock()
    if (last > told && now() - told >= TOLD_EVERY) {
      told = now()
      send('GET', '/token', null, null)
    }
  }

  var signs = ['keydown', 'mousedown', 'mousemove', 'wheel', 'touchstart']
  for (var i = 0; i < signs.length; i++) document.addEventListener(signs[i], stir, true)
  window.setInterval(look, Math.min(15000, minutes * 15000))
  document.addEventListener('visibilitychange', look, false)
})()
