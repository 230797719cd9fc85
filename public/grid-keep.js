// biome-ignore-all lint: ECMAScript 3, for browsers of 2008
/*
 * What was typed and is not yet saved. Kept in this browser for one account and one page, over reloads, lost networks and
 * ended sessions; sent in order, one request at a time, until the server has said what became of it.
 */
function gridStore() {
  try {
    var store = window.localStorage
    store.setItem('unsaved', '1')
    store.removeItem('unsaved')
    return store
  } catch (_) {
    return null
  }
}

/* Addresses of other pages where this account has left something unsaved. */
function gridElsewhere(account, here) {
  var store = gridStore()
  var start = 'unsaved ' + account + ' '
  var found = []
  for (var i = 0; store && i < store.length; i++) {
    var key = store.key(i)
    var path = key.substring(start.length).split(' ')[0]
    if (key.indexOf(start) !== 0 || path === here) continue
    if ((' ' + found.join(' ') + ' ').indexOf(' ' + path + ' ') < 0) found.push(path)
  }
  return found
}

/*
 * page: account, path, cells, results (addresses), token(fresh) gives or takes the form token, drawn(entry, hours, average)
 * shows what became of an entry, stands(key, text, hours) shows what the server has in another, say(kind, text).
 * An entry: key, before (what the server had when it was typed), value, shown (what the server has), state ('' waiting,
 * 'refused', 'conflict'), word, who, when, sent (in the request under way), tried (sent earlier, fate unknown), done.
 */
function gridKeep(page) {
  var store = gridStore()
  var prefix = 'unsaved ' + page.account + ' ' + page.path + ' '
  var list = []
  var held = ''
  var roll = ''
  var stopped = ''
  var renewed = false
  var alone = false
  var busy = false
  var timer = 0
  var pause = 0

  function find(key) {
    for (var i = 0; i < list.length; i++) if (list[i].key === key) return list[i]
    return null
  }

  function among(values, value) {
    for (var i = 0; i < values.length; i++) if (values[i] === value) return true
    return false
  }

  function write(entry) {
    var parts = [entry.before, entry.value, entry.state === 'refused' ? entry.word : ''].concat(entry.tried)
    if (entry.sent !== null) parts.push(entry.sent)
    entry.line = parts.join('\t')
    try {
      store.setItem(prefix + entry.key, entry.line)
    } catch (_) {
      store = null
    }
    warn()
  }

  function warn() {
    window.onbeforeunload =
      store || !list.length
        ? null
        : function () {
            return 'Не всё введённое сохранено.'
          }
  }

  function drop(entry) {
    for (var i = 0; i < list.length; i++) if (list[i] === entry) list.splice(i, 1)
    entry.done = true
    // another window may have kept something newer under the same name
    if (store && store.getItem(prefix + entry.key) === entry.line) store.removeItem(prefix + entry.key)
    warn()
  }

  /* Takes what was typed into a cell where the server has `shown`; forgets it when nothing is left to send. */
  function put(key, value, shown) {
    var entry = find(key)
    if (!entry) {
      if (value === shown) return null
      entry = { key: key, before: shown, shown: shown, tried: [], sent: null }
      list.push(entry)
    }
    if (entry.state === 'conflict') entry.before = entry.shown // both values were before the eyes
    entry.value = value
    entry.state = entry.word = ''
    if (value === entry.shown && entry.before === value && entry.sent === null && !entry.tried.length) drop(entry)
    else write(entry)
    later(400)
    return entry
  }

  /* Gives up what was typed: the server's value stands. */
  function giveUp(entry) {
    put(entry.key, entry.shown, entry.shown)
    if (!entry.done && entry.sent === null && !entry.tried.length) drop(entry)
  }

  /* Reads what an earlier visit left; shownOf(key) is the text on the page, null when the cell is not on it. */
  function restore(shownOf) {
    var keys = []
    for (var i = 0; store && i < store.length; i++) {
      if (store.key(i).indexOf(prefix) === 0) keys.push(store.key(i).substring(prefix.length))
    }
    for (i = 0; i < keys.length; i++) restoreOne(keys[i], shownOf(keys[i]))
    later(0)
  }

  function restoreOne(key, shown) {
    var line = store.getItem(prefix + key)
    var parts = line.split('\t')
    var entry = {
      key: key,
      before: parts[0],
      value: parts[1],
      word: parts[2],
      tried: parts.slice(3),
      sent: null,
      line: line
    }
    entry.state = entry.word ? 'refused' : ''
    entry.shown = shown === null ? entry.before : shown
    if (shown !== null) {
      if (among(entry.tried, shown)) entry.before = shown // it had arrived, only the answer was lost
      entry.tried = []
    }
    list.push(entry)
    if (shown === entry.value) drop(entry)
  }

  function later(ms) {
    if (!timer && !busy && !stopped) timer = setTimeout(pump, ms)
  }

  /* Tries at once: the network is back, or the person is. */
  function hurry() {
    clearTimeout(timer)
    timer = 0
    if (busy || !(list.length || roll || stopped)) return
    if (stopped === 'over' || stopped === 'other') renew()
    else pump()
  }

  function request(method, url, body, done) {
    var http = new XMLHttpRequest()
    var ended = false
    var patience = setTimeout(function () {
      end(0, '')
      http.abort()
    }, 20000)
    function end(status, text) {
      if (ended) return
      ended = true
      busy = false
      clearTimeout(patience)
      done(status, text)
    }
    busy = true
    http.open(method, url, true)
    http.setRequestHeader('HX-Request', 'true')
    if (body) http.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8')
    http.onreadystatechange = function () {
      if (http.readyState !== 4 || ended) return
      var status = 0
      try {
        status = http.status
      } catch (_) {} // Firefox 3 throws when the network is gone
      end(status, status ? http.responseText : '')
    }
    try {
      http.send(body)
    } catch (_) {
      end(0, '')
    }
  }

  function waiting(limit) {
    var batch = []
    for (var i = 0; i < list.length && batch.length < limit; i++) {
      if (list[i].state || list[i].key === held) continue
      if (!batch.length || isResult(list[i]) === isResult(batch[0])) batch.push(list[i])
    }
    return batch
  }

  function isResult(entry) {
    return !/^\d/.test(entry.key)
  }

  function bodyOf(batch) {
    var body = '_csrf=' + encodeURIComponent(page.token())
    for (var i = 0; i < batch.length; i++) {
      body += '&cell=' + encodeURIComponent(batch[i].key)
      body += '&before=' + encodeURIComponent(batch[i].before) + '&value=' + encodeURIComponent(batch[i].value)
    }
    return body
  }

  function pump() {
    timer = 0
    if (busy || stopped) return
    var batch = waiting(alone ? 1 : 60)
    if (!batch.length) {
      alone = false
      if (roll) sendRoll()
      return
    }
    for (var i = 0; i < batch.length; i++) {
      batch[i].sent = batch[i].value
      write(batch[i])
    }
    request('POST', isResult(batch[0]) ? page.results : page.cells, bodyOf(batch), function (status, text) {
      var lines = text.replace(/\n+$/, '').split('\n')
      if (status === 200 && lines.length === batch.length && /^(saved|refused|conflict)\t/.test(text)) {
        var time = ''
        arrived()
        for (var i = 0; i < batch.length; i++) time = settle(batch[i], lines[i].split('\t')) || time
        page.say('saved', time)
        later(0)
      } else {
        unsettle(batch, status)
        trouble(status, text, batch)
      }
    })
  }

  function arrived() {
    pause = 0
    renewed = false
  }

  function settle(entry, fields) {
    var outcome = fields[0]
    var kept = entry.value !== entry.sent // typed anew while the request was under way
    entry.sent = null
    if (outcome === 'saved') {
      entry.before = entry.shown = fields[2]
      entry.tried = []
    } else if (outcome === 'conflict') {
      entry.shown = fields[1]
      if (entry.value === fields[1]) kept = false
      else if (among(entry.tried, fields[1])) {
        entry.before = fields[1]
        kept = true
      } else if (entry.key === held) kept = true
      else {
        kept = true
        entry.state = 'conflict'
        entry.who = fields[2]
        entry.when = fields[3]
      }
      entry.tried = []
    } else {
      if (!kept) refuse(entry, fields[1])
      kept = true
    }
    if (kept && !(entry.value === entry.shown && entry.before === entry.shown)) write(entry)
    else drop(entry)
    page.drawn(entry, outcome === 'saved' ? fields[3] : undefined, fields[4])
    return outcome === 'saved' ? fields[1] : ''
  }

  function refuse(entry, word) {
    if (entry.key === held) return
    entry.state = 'refused'
    entry.word = word.replace(/\s+/g, ' ') || 'Не принято.'
  }

  /* After an answer that is none: a 4xx certainly changed nothing, of the rest nobody knows. */
  function unsettle(batch, status) {
    for (var i = 0; i < batch.length; i++) {
      if (!(status >= 400 && status < 500) && !among(batch[i].tried, batch[i].sent)) batch[i].tried.push(batch[i].sent)
      batch[i].sent = null
      write(batch[i])
    }
  }

  function trouble(status, text, batch) {
    if (status === 401) return stop('over', text)
    if (status === 403 && !renewed) {
      renewed = true
      return renew()
    }
    if (status === 403 || status === 404) return stop('gone', text)
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      if (batch.length > 1)
        alone = true // one of them spoils it for all
      else {
        refuse(batch[0], text)
        write(batch[0])
        page.drawn(batch[0])
        page.say('saved', '')
      }
      return later(0)
    }
    pause = Math.min(30, pause * 2 || 2)
    if (roll) roll = ''
    page.say('lost')
    later(pause * 1000)
  }

  function stop(why, text) {
    stopped = why
    roll = ''
    page.say(why, text)
    // somebody may sign in again in another window
    if (why !== 'gone' && !timer) timer = setTimeout(hurry, 60000)
  }

  /* Asks who is signed in now: what this account typed never goes under another name. */
  function renew() {
    request('GET', '/token', null, function (status, text) {
      var parts = text.split('\t')
      if (status === 200 && parts.length === 2 && /^\d+$/.test(parts[0])) {
        if (parts[0] !== page.account) return stop('other')
        page.token(parts[1])
        stopped = ''
        page.say('saved', '')
        return later(0)
      }
      if (status === 401) return stop('over', text)
      stopped = ''
      trouble(0, '', [])
    })
  }

  function sendRoll() {
    request('POST', '/journal/lessons/' + roll + '/roll', bodyOf([]), function (status, text) {
      var lines = text.replace(/\n+$/, '').split('\n')
      var first = lines[0].split('\t')
      if (status === 401 || status === 403) return trouble(status, text, [])
      if (status === 200 && first[0] === 'saved') {
        arrived()
        for (var i = 1; i < lines.length; i++) confirmed(roll + '.' + lines[i].split('\t')[0], lines[i].split('\t'))
      }
      roll = ''
      if (status === 200 && first.length === 2) page.say(first[0], first[1])
      else page.say('uncalled')
      later(0)
    })
  }

  function confirmed(key, fields) {
    var entry = find(key)
    if (entry) entry.before = entry.shown = fields[1]
    page.stands(key, entry ? entry.value : fields[1], fields[2])
  }

  /* The page is being left: what has no answer yet is handed to the browser to deliver, and stays kept until it is seen saved. */
  function leave() {
    var batch = waiting(60)
    if (stopped || !batch.length || !navigator.sendBeacon || !window.Blob) return
    for (var i = 0; i < batch.length; i++) {
      if (!among(batch[i].tried, batch[i].value)) batch[i].tried.push(batch[i].value)
      write(batch[i])
    }
    var form = { type: 'application/x-www-form-urlencoded;charset=UTF-8' }
    navigator.sendBeacon(isResult(batch[0]) ? page.results : page.cells, new Blob([bodyOf(batch)], form))
  }

  return {
    find: find,
    put: put,
    giveUp: giveUp,
    restore: restore,
    hurry: hurry,
    leave: leave,
    list: list,
    /* Sends a conflict's own value over the other one, which the person has seen. */
    insist: function (entry) {
      put(entry.key, entry.value, entry.shown)
    },
    /* The cell being typed in waits until it is left. */
    hold: function (key) {
      held = key
      if (!key) later(400)
    },
    call: function (lesson) {
      roll = lesson
      hurry()
    },
    isSafe: function () {
      return !!store
    }
  }
}
