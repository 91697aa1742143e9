// The view for the projector: one slide at a time. Arrow keys, Page Up, Page Down and Space go on and back, Home and End to
// the first and the last. The number of the slide is in the address, so that a reload stays where it is.
(function () {
  "use strict";
  var slides = Array.from(document.querySelectorAll("[data-slide]"));
  var back = document.querySelector("[data-back]");
  var on = document.querySelector("[data-on]");
  var at = 0;

  function show(index) {
    at = Math.max(0, Math.min(index, slides.length - 1));
    slides.forEach(function (slide, i) { slide.hidden = i !== at; });
    back.disabled = at === 0;
    on.disabled = at === slides.length - 1;
    document.querySelector("[data-at]").textContent = at + 1 + " of " + slides.length;
    window.scrollTo(0, 0);
  }
  function go(index) {
    show(index);
    history.replaceState(null, "", "#" + (at + 1));
  }
  function fromAddress() {
    var number = Number(location.hash.slice(1));
    show(number >= 1 && Number.isInteger(number) ? number - 1 : 0);
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    // Code that is wider than the slide scrolls by arrow keys while it has the focus.
    if (/^Arrow/.test(event.key) && event.target.scrollWidth > event.target.clientWidth && event.target.matches("pre")) return;
    if (event.key === " " && event.target.matches("button, a, summary")) return;
    var target = { ArrowRight: at + 1, ArrowDown: at + 1, PageDown: at + 1, " ": at + (event.shiftKey ? -1 : 1), ArrowLeft: at - 1, ArrowUp: at - 1,
      PageUp: at - 1, Home: 0, End: slides.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  });
  back.addEventListener("click", function () { go(at - 1); });
  on.addEventListener("click", function () { go(at + 1); });
  window.addEventListener("hashchange", fromAddress);
  document.documentElement.classList.add("showing");
  back.hidden = on.hidden = false;
  fromAddress();
})();
