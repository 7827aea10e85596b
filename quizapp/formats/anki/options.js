(function () {
  "use strict";
  // Session storage outlives the change of page between front and back on phones, which variables do not.
  var PLACE = "quizapp.options";
  var box = document.querySelector(".quiz-options");
  var list = box && box.querySelector("ol");
  if (!list || box.getAttribute("data-done")) return;
  box.setAttribute("data-done", "yes");
  var note = box.getAttribute("data-note");
  var items = Array.prototype.slice.call(list.children);

  function authored() {
    return items.map(function (_, place) { return place; });
  }

  function shuffled() {
    var loose = authored().filter(function (place) { return !items[place].classList.contains("pinned"); });
    for (var last = loose.length - 1; last > 0; last--) {
      var other = Math.floor(Math.random() * (last + 1));
      var kept = loose[last];
      loose[last] = loose[other];
      loose[other] = kept;
    }
    return authored().map(function (place) {
      return items[place].classList.contains("pinned") ? place : loose.shift();
    });
  }

  // What can't be kept is not shuffled: the back could not show the same order.
  function keep(order) {
    try {
      var said = JSON.stringify([note, order]);
      sessionStorage.setItem(PLACE, said);
      return sessionStorage.getItem(PLACE) === said ? order : authored();
    } catch (blocked) {
      return authored();
    }
  }

  function kept() {
    try {
      var said = JSON.parse(sessionStorage.getItem(PLACE));
      var whole = said && said[0] === note && said[1].slice().sort(byNumber).join() === authored().join();
      return whole ? said[1] : authored();
    } catch (blocked) {
      return authored();
    }
  }

  function byNumber(one, other) { return one - other; }

  items.forEach(function (item, place) {
    if (box.classList.contains("right-" + (place + 1))) item.classList.add("right");
  });
  if (box.classList.contains("quiz-key")) box.className = "quiz-options quiz-marked";
  var order = box.getAttribute("data-side") === "front" ? keep(shuffled()) : kept();
  order.forEach(function (place) { list.appendChild(items[place]); });
})();
