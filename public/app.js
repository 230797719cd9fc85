/* What htmx needs to be told: answers 422 are pieces too, and a session that is over is said in words. ES3. */
;(function () {
  if (!document.addEventListener || !window.htmx) return

  document.addEventListener(
    'htmx:beforeSwap',
    function (event) {
      var status = event.detail.xhr.status
      if (status === 422) event.detail.shouldSwap = true
      if (status === 401)
        window.location.href = '/login?to=' + encodeURIComponent(window.location.pathname + window.location.search)
    },
    false
  )
})()
